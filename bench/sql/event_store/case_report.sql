insert into case_reports values (
    :report_id, :cause_position, :title, :scheme, :role, :campaign_key, :agency_adcode, :agency_name, :occurred_on
);
