-- Rows come in small parts, a month's in hundreds. Merged as soon as there are a few, each row was written anew four times over; in tens it is half of
-- that, and a month has seven or eight parts instead of four to six while it is filled.

ALTER TABLE ticks_history MODIFY SETTING min_parts_to_merge_at_once = 10;

ALTER TABLE aggregates MODIFY SETTING min_parts_to_merge_at_once = 10;

ALTER TABLE bar_revisions MODIFY SETTING min_parts_to_merge_at_once = 10;

ALTER TABLE indicators MODIFY SETTING min_parts_to_merge_at_once = 10;
