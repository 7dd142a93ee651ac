-- Date dimension, 2015-01-01 to 2040-12-31. Run again after changing a setting.
\set fiscal_start_month 4

begin;

create table if not exists holiday (
    day   date primary key,
    name  text not null
);
-- insert into holiday values ('2026-01-01', 'New Year''s Day'), ('2026-05-01', 'Labor Day') on conflict do nothing;

drop table if exists date_dimension;
create table date_dimension as
with days as (
    select d::date as day
    from generate_series(date '2015-01-01', date '2040-12-31', interval '1 day') as d
), shifted as (
    -- Shifting by the fiscal start makes fiscal arithmetic ordinary arithmetic.
    select day, (day - make_interval(months => :fiscal_start_month - 1))::date as fiscal
    from days
)
select
    s.day,
    to_char(s.day, 'YYYYMMDD')::integer                      as day_key,
    extract(isodow from s.day)::smallint                     as weekday,
    trim(to_char(s.day, 'Day'))                              as weekday_name,
    extract(week from s.day)::smallint                       as iso_week,
    extract(isoyear from s.day)::smallint                    as iso_year,
    to_char(s.day, 'IYYY"-W"IW')                             as iso_label,
    extract(month from s.day)::smallint                      as month,
    extract(quarter from s.day)::smallint                    as quarter,
    extract(year from s.day)::smallint                       as year,
    extract(year from s.fiscal)::smallint
        + case when :fiscal_start_month = 1 then 0 else 1 end as fiscal_year,
    extract(month from s.fiscal)::smallint                   as fiscal_period,
    extract(quarter from s.fiscal)::smallint                 as fiscal_quarter,
    date_trunc('month', s.day)::date                         as month_start,
    (date_trunc('month', s.day) + interval '1 month - 1 day')::date as month_end,
    h.name                                                   as holiday,
    (extract(isodow from s.day) < 6 and h.day is null)       as is_workday
from shifted s
left join holiday h on h.day = s.day;

alter table date_dimension add primary key (day);
alter table date_dimension add column workday_of_month smallint;

update date_dimension d
set workday_of_month = n.n
from (
    select day, row_number() over (partition by month_start order by day) as n
    from date_dimension
    where is_workday
) n
where n.day = d.day;

comment on table date_dimension is 'One row per day. A fiscal year carries the number of the calendar year in which it ends.';
comment on column date_dimension.iso_year is 'Differs from year around January 1; always pair it with iso_week.';

commit;

-- Third workday of the current month:
-- select day from date_dimension where month_start = date_trunc('month', current_date)::date and workday_of_month = 3;
