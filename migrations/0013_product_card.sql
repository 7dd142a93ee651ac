-- What a product shows of itself among others: one row for each that is on sale. Whoever picks products joins it.
create view product_card as
select product.id, product.kind, product.slug, product.title, product.summary,
       product.rating_sum, product.rating_count, product.sales_count, product.published_at,
       vendor.handle as vendor_handle, vendor.name as vendor_name, vendor.verified_at is not null as vendor_verified,
       price.kind as price_kind, price.period as price_period, price.amount_minor, price.currency,
       preview.miniature, preview.apps, preview.node_count, preview.credential_count, preview.setup_minutes
from product
join vendor on vendor.id = product.vendor_id
join price on price.product_id = product.id and price.archived_at is null and price.currency = 'USD'
join version_preview preview on preview.version_id = product.current_version_id
where product.state = 'approved' and vendor.state = 'approved';
