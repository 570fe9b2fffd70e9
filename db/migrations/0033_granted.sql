-- What grants give one account. As functions, whose plans each connection keeps: the view is three joins, and planned
-- anew at each of its mentions it cost more than everything else of a statement.

create function granted_spaces(account bigint) returns bigint[]
language plpgsql stable parallel safe cost 1000 as $$
begin
  return array(select distinct listed.space_id from space_grantees listed where listed.account_id = account);
end $$;

-- How far grants let an account go in a space: 1 read, 2 write, 3 moderate, 4 manage; null without any.
create function granted_level(space bigint, account bigint) returns int
language plpgsql stable parallel safe cost 1000 as $$
begin
  return (select max(listed.level) from space_grantees listed where listed.space_id = space and listed.account_id = account);
end $$;
