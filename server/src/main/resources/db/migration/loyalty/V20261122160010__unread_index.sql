-- Events are read by their id and summed by programme; nobody reads them by time.
drop index loyalty.programme_event_by_time;
