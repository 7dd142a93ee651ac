-- A place for checks and results, and a function that runs them.
create schema if not exists quality;

create table if not exists quality.checks (
    id        integer primary key,
    title     text not null,
    severity  text not null check (severity in ('stop', 'warn', 'note')),
    statement text not null,           -- returns zero rows when all is well
    active    boolean not null default true
);

create table if not exists quality.results (
    check_id   integer not null references quality.checks,
    ran_at     timestamptz not null default now(),
    offenders  bigint,
    error      text,
    millis     integer not null,
    primary key (check_id, ran_at)
);

-- Runs every active check. A check that fails to run is stored with its error:
-- no answer is never the same as no offenders.
create or replace function quality.run_all() returns table (check_id integer, offenders bigint, error text)
language plpgsql as $$
declare
    c record;
    n bigint;
    problem text;
    started timestamptz;
begin
    for c in select * from quality.checks where active order by id loop
        started := clock_timestamp();
        n := null;
        problem := null;
        begin
            execute format('select count(*) from (%s) offenders', rtrim(c.statement, E' ;\n')) into n;
        exception when others then
            problem := sqlerrm;
        end;
        insert into quality.results (check_id, ran_at, offenders, error, millis)
        values (c.id, started, n, problem, (extract(epoch from clock_timestamp() - started) * 1000)::integer);
        check_id := c.id;
        offenders := n;
        error := problem;
        return next;
    end loop;
end $$;

-- Only trusted people may write to quality.checks: its statements are executed.
revoke all on quality.checks from public;

-- Last result of every check
create or replace view quality.latest as
select distinct on (r.check_id) c.title, c.severity, r.*
from quality.results r join quality.checks c on c.id = r.check_id
order by r.check_id, r.ran_at desc;
