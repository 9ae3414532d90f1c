-- grain: a place; key: adcode. Comes from no event: a refresh leaves it alone.
{{ config(materialized='table', tags=['reference']) }}

select * from {{ source('log', 'region') }}
