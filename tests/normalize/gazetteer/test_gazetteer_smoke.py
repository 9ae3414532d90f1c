from pipelines.normalize.gazetteer import gazetteer


def test_a_chain_is_one_mention_at_its_finest_unit() -> None:
    (mention,) = gazetteer().mentions("四川攀枝花市仁和区警方通报", "zh")
    assert (mention.adcode, mention.surface) == ("510411", "四川攀枝花市仁和区")
