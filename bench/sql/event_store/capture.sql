insert into dim_article (
    article_key, article, version_sha256, path, container_sha256, encoding, media_type, size_bytes, captured_at, title,
    publisher, url
) values (
    :position, :article, :version_sha256, :path, :container_sha256, :encoding, :media_type, :size_bytes, :recorded_at,
    :declared_title, :declared_publisher, :declared_url
);
