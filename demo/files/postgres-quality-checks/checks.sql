-- Thirty checks. Each returns zero rows when all is well.
-- Replace <table>, <key>, <column> and so on. Cost: i = index is enough, s = scans the table.

-- COMPLETENESS
-- 1 (s) Required value missing, blank or only a dash
select <key> from <table> where <column> is null or btrim(<column>) in ('', '-', 'n/a');
-- 2 (s) Either both or neither of two columns
select <key> from <table> where (<a> is null) <> (<b> is null);
-- 3 (i) No rows for yesterday
select 'no rows' where not exists (select from <table> where <ts> >= current_date - 1 and <ts> < current_date);
-- 4 (s) Value missing although the state requires it
select <key> from <table> where <state> = 'paid' and <paid_at> is null;

-- KEYS
-- 5 (s) Duplicate business key
select <business_key>, count(*) from <table> group by 1 having count(*) > 1;
-- 6 (s) Duplicates that differ by case, space or accent (extension unaccent)
select lower(unaccent(btrim(<name>))), array_agg(<key>) from <table> group by 1 having count(*) > 1;
-- 7 (s) Two current rows for one thing
select <thing_id> from <table> where <valid_to> is null group by 1 having count(*) > 1;
-- 8 (s) Overlapping periods
select a.<key>, b.<key> from <table> a join <table> b on a.<thing_id> = b.<thing_id> and a.<key> < b.<key>
 and tstzrange(a.<valid_from>, a.<valid_to>) && tstzrange(b.<valid_from>, b.<valid_to>);

-- REFERENCES
-- 9 (i) Orphans where no foreign key exists
select c.<key> from <child> c where c.<parent_id> is not null and not exists (select from <parent> p where p.<id> = c.<parent_id>);
-- 10 (i) Parents without the child they must have
select p.<id> from <parent> p where not exists (select from <child> c where c.<parent_id> = p.<id>);
-- 11 (s) Code not in the list
select <key>, <code> from <table> where <code> not in (select code from <codes>) and <code> is not null;
-- 12 (s) Child older than its parent
select c.<key> from <child> c join <parent> p on p.<id> = c.<parent_id> where c.created_at < p.created_at;

-- DATES AND ZONES
-- 13 (i) In the future
select <key> from <table> where <ts> > now() + interval '5 minutes';
-- 14 (i) Before you existed
select <key> from <table> where <ts> < date '<founded>';
-- 15 (s) End before start
select <key> from <table> where <ended> < <started>;
-- 16 (s) Suspicious midnight: more than 20 % of a day's rows at 00:00 in the session's zone
select date(<ts>) from <table> group by 1 having count(*) filter (where <ts>::time = '00:00') > 0.2 * count(*) and count(*) > 50;
-- 17 (s) The missing hour: local times (without zone) that the clock change skipped
select <key> from <table> where (<local_ts> at time zone '<zone>') at time zone '<zone>' <> <local_ts>;
-- 18 (s) Placeholder dates
select <key> from <table> where <d> in (date '1900-01-01', date '1970-01-01', date '9999-12-31');

-- MONEY
-- 19 (s) More decimals than the currency has
select <key> from <table> where <amount> <> round(<amount>, 2);
-- 20 (s) Total differs from its lines
select o.<id> from <orders> o join <lines> l on l.<order_id> = o.<id> group by o.<id>, o.total having o.total <> sum(l.amount);
-- 21 (s) Mixed currencies inside one order
select <order_id> from <lines> group by 1 having count(distinct <currency>) > 1;
-- 22 (s) Refunded more than paid
select <payment_id> from <refunds> r join <payments> p using (<payment_id>) group by 1, p.amount having sum(r.amount) > p.amount;
-- 23 (s) Sign wrong for its kind
select <key> from <table> where (<kind> = 'charge' and <amount> <= 0) or (<kind> = 'refund' and <amount> >= 0);

-- TEXT
-- 24 (s) Invisible characters
select <key> from <table> where <text> ~ '[\u200B-\u200F\u202A-\u202E\uFEFF]';
-- 25 (s) Wrongly decoded UTF-8
select <key> from <table> where <text> ~ 'Ã[\u0080-\u00BF]|â€';
-- 26 (s) Mail address that cannot be one
select <key>, <email> from <table> where <email> !~ '^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$';
-- 27 (s) Leading or trailing space
select <key> from <table> where <text> <> btrim(<text>);

-- GROWTH
-- 28 (s) Day with fewer than half of the usual rows (median of the 28 days before)
with d as (select date(<ts>) as day, count(*) as n from <table> where <ts> >= current_date - 29 and <ts> < current_date group by 1)
select day, n from d where day = current_date - 1 and n < 0.5 * (select percentile_cont(0.5) within group (order by n) from d where day < current_date - 1);
-- 29 (s) One value takes over: more than 90 % share
select <column> from <table> group by 1 having count(*) > 0.9 * (select count(*) from <table>);
-- 30 (i) Sequence close to the end of integer
select schemaname, sequencename, last_value from pg_sequences where last_value > 1600000000 and data_type = 'integer'::regtype;
