-- projected_position: where the events begin that the files after this one account for. A variable of the session.
set variable projected_position = (select projected_position from warehouse_state);
