-- What the migrations add up to. Written by `TANGO_WRITE_SCHEMA=1 npm test -- test/contract/schema.test.ts`.

create extension pg_trgm;

CREATE OR REPLACE FUNCTION public.block_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform refresh_tie(coalesce(new.blocker_id, old.blocker_id), coalesce(new.blocked_id, old.blocked_id));
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.chain_crossing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  before text;
begin
  perform lock_crossings();
  select rows_written + 1, head into new.place, before from crossing_chain;
  new.place := coalesce(new.place, 1);
  new.chain := crossing_link(coalesce(before, crossing_genesis()), new);
  insert into crossing_chain (rows_written, head) values (new.place, new.chain)
    on conflict (only_row) do update set rows_written = excluded.rows_written, head = excluded.head;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.check_crossings(after_place bigint, after_chain text, most integer)
 RETURNS TABLE(last_place bigint, last_chain text, is_end boolean, wrong_place bigint, wrong text)
 LANGUAGE plpgsql
 STABLE
AS $function$
declare
  row crossings;
  seen int := 0;
begin
  last_place := after_place;
  last_chain := after_chain;
  for row in select * from crossings where place > after_place order by place limit most loop
    seen := seen + 1;
    if row.place <> last_place + 1 then
      wrong_place := last_place + 1;
      wrong := 'missing';
    elsif row.chain is distinct from crossing_link(last_chain, row) then
      wrong_place := row.place;
      wrong := 'altered';
    end if;
    exit when wrong is not null;
    last_place := row.place;
    last_chain := row.chain;
  end loop;
  is_end := wrong is null and seen < most;
  return next;
end $function$
;

CREATE OR REPLACE FUNCTION public.check_node_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock(72646, hashint8(new.axis_id));
  if exists (
    select from axis_node_versions v where v.node_id = new.node_id and v.id <> new.id
      and v.from_on < coalesce(new.to_on, 'infinity') and coalesce(v.to_on, 'infinity') > new.from_on
  ) then
    raise exception 'two versions of a node on one day' using errcode = 'check_violation', constraint = 'axis_node_overlap';
  end if;
  if exists (
    select from node_paths p where p.node_id = new.parent_id and p.ancestor_id = new.node_id
      and p.from_on < coalesce(new.to_on, 'infinity') and coalesce(p.to_on, 'infinity') > new.from_on
  ) then
    raise exception 'a node cannot stand below itself' using errcode = 'check_violation', constraint = 'axis_node_cycle';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.check_placement()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock(72647, hashint8(new.node_id));
  if exists (
    select from placements p where p.node_id = new.node_id and p.id <> new.id
      and p.account_id is not distinct from new.account_id and p.role is not distinct from new.role
      and p.space_id is not distinct from new.space_id and p.thread_id is not distinct from new.thread_id
      and p.from_on < coalesce(new.to_on, 'infinity') and coalesce(p.to_on, 'infinity') > new.from_on
  ) then
    raise exception 'placed there already in that time' using errcode = 'check_violation', constraint = 'placements_overlap';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.comes_back(account bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select exists (select from leavings where account_id = account and destroyed_at is null)
$function$
;

CREATE OR REPLACE FUNCTION public.complete_thread_tag()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- A thread that is narrowed in this moment would not see this row, and this row would count it as open: one waits.
  select tag_root(new.tag_id, threads.realm), threads.realm = 'outside', threads.created_at, threads.space_id,
      reads_as_its_space(threads)
    into new.tag_id, new.is_outside, new.created_at, new.space_id, new.is_plain
    from threads where threads.id = new.thread_id for no key update;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.connection_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform refresh_tie(coalesce(new.lower_id, old.lower_id), coalesce(new.higher_id, old.higher_id));
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.crossing_genesis()
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select encode(sha256(convert_to('Tango: log of crossings', 'UTF8')), 'hex')
$function$
;

CREATE OR REPLACE FUNCTION public.crossing_line(c crossings)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select jsonb_build_array(c.place, c.id, c.act, c.direction, c.source_kind, c.source_id, c.source_space_id, c.target_kind,
    c.target_id, c.target_space_id, c.acted_by, c.reason, c.bytes, c.bytes_sha256, c.audience, c.recalls,
    (extract(epoch from c.happened_at) * 1000)::bigint)::text
$function$
;

CREATE OR REPLACE FUNCTION public.crossing_link(before text, c crossings)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select encode(sha256(convert_to(before || E'\n' || crossing_line(c), 'UTF8')), 'hex')
$function$
;

CREATE OR REPLACE FUNCTION public.demand_narrower()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if coalesce(new.reach, 5) > coalesce(old.reach, 5) then
    raise exception 'thread % reaches as far as % and cannot reach further', old.id, old.reach
      using errcode = 'check_violation', constraint = 'threads_reach_narrower';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.demand_two_members()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  one bigint := (to_jsonb(new) ->> tg_argv[0])::bigint;
  other bigint := (to_jsonb(new) ->> tg_argv[1])::bigint;
begin
  if exists (select from accounts where id in (one, other) and realm <> 'outside') then
    raise exception 'only members outside can be joined by %', tg_table_name
      using errcode = 'check_violation', constraint = tg_table_name || '_members_only';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.end_connections_of_closed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from connections where lower_id = new.id or higher_id = new.id;
  delete from follows where account_id = new.id or followed_id = new.id;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.end_followings_of_closed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from followings where account_id = new.id or person_id = new.id;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.follow_comments()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update replies marker set hidden_at = case
      when exists (select from replies under where under.parent_id = marker.id and under.hidden_at is null) then null
      else coalesce(marker.hidden_at, marker.taken_back_at) end
    where marker.id = new.parent_id and marker.taken_back_at is not null;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.granted_level(space bigint, account bigint)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE COST 1000
AS $function$
begin
  return (select max(listed.level) from space_grantees listed where listed.space_id = space and listed.account_id = account);
end $function$
;

CREATE OR REPLACE FUNCTION public.granted_spaces(account bigint)
 RETURNS bigint[]
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE COST 1000
AS $function$
begin
  return array(select distinct listed.space_id from space_grantees listed where listed.account_id = account);
end $function$
;

CREATE OR REPLACE FUNCTION public.idea_begins()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into ideas (thread_id, realm, space_id, created_at, stage_at, imported_score, heat, answer_by, first_answer_by)
    select new.id, new.realm, new.space_id, new.created_at, new.created_at, new.imported_score, 0, due.on_day, due.on_day
    from (select utc_today() + coalesce((select (value #>> '{}')::int from settings where key = 'ideas.answer-days'), 30)
      as on_day) due
  on conflict (thread_id) do update set space_id = excluded.space_id;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.is_blocked(one bigint, other bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE COST 300
AS $function$
  select exists (select from blocks where blocker_id = one and blocked_id = other)
    or exists (select from blocks where blocker_id = other and blocked_id = one)
$function$
;

CREATE OR REPLACE FUNCTION public.keep_disclosure()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- With its post or its author it may go: the row of that one is gone before this is asked.
  if tg_op = 'DELETE' and not (exists (select from accounts where id = old.account_id)
      and (exists (select from threads where id = old.thread_id) or exists (select from replies where id = old.reply_id))) then
    return old;
  end if;
  raise exception 'a disclosure stays with its post' using errcode = 'insufficient_privilege';
end $function$
;

CREATE OR REPLACE FUNCTION public.keep_product_tag()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.ended_at is not null or new.ended_at is null
    or row(old.id, old.tag_id, old.named_by, old.named_at) is distinct from row(new.id, new.tag_id, new.named_by, new.named_at)
  then
    raise exception 'that a tag is a product ends once and is changed never' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.keep_tag_merge()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.undone_at is not null or new.undone_at is null
    or row(old.id, old.side, old.tag_id, old.into_id, old.merged_by, old.merged_at)
      is distinct from row(new.id, new.side, new.tag_id, new.into_id, new.merged_by, new.merged_at) then
    raise exception 'a merge of tags is undone once and changed never' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.keep_title_words()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into title_words select said.word from words_of_title(new.title) said (word)
    where not exists (select from title_words held where held.word = said.word);
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.languages_of(t text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
declare
  -- Which languages have such a word.
  known constant jsonb := '{
    "baina":"b", "bat":"b", "dago":"b", "dira":"b", "dut":"b", "edo":"b", "egin":"b", "ere":"b", "eta":"b",
    "gero":"b", "hau":"b", "hori":"b", "nire":"b", "nola":"b", "oso":"b", "zer":"b", "zergatik":"b", "amb":"c",
    "aquest":"c", "aquesta":"c", "dels":"c", "els":"c", "està":"c", "i":"c", "meva":"c", "molt":"c", "més":"c",
    "però":"c", "quan":"c", "què":"c", "sense":"c", "són":"c", "també":"c", "té":"c", "ab":"d", "aber":"d",
    "auch":"d", "auf":"d", "bei":"d", "beim":"d", "dann":"d", "dass":"d", "dem":"d", "ein":"d", "eine":"d",
    "einem":"d", "einen":"d", "einer":"d", "für":"d", "gibt":"d", "habe":"d", "haben":"d", "hat":"d", "ich":"d",
    "ihr":"d", "im":"d", "immer":"d", "ist":"d", "kann":"d", "kein":"d", "keine":"d", "mehr":"d", "mein":"d",
    "meine":"d", "meinen":"d", "nicht":"d", "noch":"d", "nur":"d", "oder":"d", "schon":"d", "sehr":"d", "seit":"d",
    "sich":"d", "sie":"d", "sind":"d", "und":"d", "unter":"d", "vom":"d", "von":"d", "warum":"d", "wenn":"d",
    "werden":"d", "wie":"d", "wir":"d", "wird":"d", "wo":"d", "zu":"d", "zum":"d", "zur":"d", "über":"d",
    "after":"e", "and":"e", "at":"e", "be":"e", "been":"e", "but":"e", "can":"e", "does":"e", "from":"e", "has":"e",
    "have":"e", "how":"e", "if":"e", "it":"e", "my":"e", "not":"e", "of":"e", "only":"e", "or":"e", "that":"e",
    "the":"e", "there":"e", "they":"e", "this":"e", "to":"e", "was":"e", "we":"e", "what":"e", "when":"e",
    "which":"e", "with":"e", "would":"e", "you":"e", "your":"e", "ai":"f", "au":"f", "aux":"f", "avec":"f", "c":"f",
    "cette":"f", "comment":"f", "d":"f", "dans":"f", "depuis":"f", "elle":"f", "est":"f", "fait":"f", "j":"f",
    "mes":"f", "mon":"f", "n":"f", "nous":"f", "ou":"f", "par":"f", "pas":"f", "plus":"f", "pour":"f",
    "pourquoi":"f", "qu":"f", "quand":"f", "qui":"f", "sont":"f", "sur":"f", "très":"f", "une":"f", "vous":"f",
    "être":"f", "ach":"g", "agus":"g", "bhí":"g", "cad":"g", "conas":"g", "go":"g", "mar":"g", "mo":"g", "ní":"g",
    "níl":"g", "sa":"g", "seo":"g", "tá":"g", "az":"h", "azt":"h", "csak":"h", "egy":"h", "ezt":"h", "hogy":"h",
    "hogyan":"h", "kell":"h", "lehet":"h", "minden":"h", "mint":"h", "miért":"h", "már":"h", "még":"h", "nekem":"h",
    "nem":"h", "nincs":"h", "után":"h", "vagy":"h", "volt":"h", "én":"h", "alla":"i", "anche":"i", "che":"i",
    "come":"i", "cosa":"i", "dei":"i", "della":"i", "delle":"i", "dopo":"i", "gli":"i", "ho":"i", "mia":"i",
    "mio":"i", "nel":"i", "nella":"i", "non":"i", "perché":"i", "più":"i", "questa":"i", "questo":"i", "si":"i",
    "sono":"i", "è":"i", "af":"k", "hvad":"k", "apie":"l", "arba":"l", "aš":"l", "bet":"l", "būti":"l", "ir":"l",
    "iš":"l", "jau":"l", "jis":"l", "kad":"l", "kaip":"l", "kas":"l", "kodėl":"l", "labai":"l", "mano":"l",
    "nuo":"l", "nėra":"l", "po":"l", "tik":"l", "už":"l", "yra":"l", "į":"l", "aan":"n", "bij":"n", "dat":"n",
    "deze":"n", "dit":"n", "door":"n", "een":"n", "geen":"n", "heb":"n", "heeft":"n", "het":"n", "hoe":"n",
    "ik":"n", "maar":"n", "met":"n", "mijn":"n", "naar":"n", "niet":"n", "nog":"n", "om":"n", "ook":"n", "op":"n",
    "over":"n", "te":"n", "uit":"n", "voor":"n", "waarom":"n", "wat":"n", "wel":"n", "werkt":"n", "wordt":"n",
    "zijn":"n", "ble":"o", "etter":"o", "hva":"o", "ao":"p", "depois":"p", "dos":"p", "em":"p", "foi":"p",
    "isso":"p", "já":"p", "mas":"p", "minha":"p", "muito":"p", "nas":"p", "nos":"p", "não":"p", "os":"p", "sem":"p",
    "são":"p", "também":"p", "tem":"p", "uma":"p", "é":"p", "această":"r", "acest":"r", "ale":"r", "am":"r",
    "cu":"r", "cum":"r", "când":"r", "că":"r", "dar":"r", "decât":"r", "din":"r", "după":"r", "fost":"r",
    "fără":"r", "mai":"r", "nu":"r", "pe":"r", "pentru":"r", "sau":"r", "sunt":"r", "în":"r", "și":"r",
    "cuando":"s", "cómo":"s", "desde":"s", "hay":"s", "las":"s", "los":"s", "mis":"s", "muy":"s", "más":"s",
    "pero":"s", "porque":"s", "qué":"s", "son":"s", "sus":"s", "también":"s", "tiene":"s", "y":"s", "ya":"s",
    "ama":"t", "ben":"t", "benim":"t", "bir":"t", "bu":"t", "daha":"t", "değil":"t", "gibi":"t", "her":"t",
    "ile":"t", "için":"t", "kadar":"t", "ki":"t", "mı":"t", "nasıl":"t", "neden":"t", "olarak":"t", "sonra":"t",
    "ve":"t", "veya":"t", "yok":"t", "çok":"t", "şu":"t", "ei":"u", "että":"u", "hän":"u", "ja":"u", "jos":"u",
    "jälkeen":"u", "kanssa":"u", "kuin":"u", "kun":"u", "miksi":"u", "minun":"u", "missä":"u", "miten":"u",
    "mitä":"u", "mutta":"u", "myös":"u", "niin":"u", "ole":"u", "olen":"u", "oli":"u", "ovat":"u", "sen":"u",
    "tämä":"u", "vain":"u", "voi":"u", "ett":"v", "från":"v", "för":"v", "hur":"v", "inte":"v", "jag":"v",
    "när":"v", "och":"v", "också":"v", "till":"v", "vad":"v", "vara":"v", "varför":"v", "vid":"v", "är":"v",
    "ada":"x", "adalah":"x", "akan":"x", "apa":"x", "atau":"x", "bagaimana":"x", "bisa":"x", "dalam":"x",
    "dari":"x", "dengan":"x", "ini":"x", "itu":"x", "juga":"x", "kalau":"x", "kami":"x", "karena":"x", "ke":"x",
    "pada":"x", "saya":"x", "setelah":"x", "sudah":"x", "tapi":"x", "tidak":"x", "untuk":"x", "yang":"x", "ez":"bh",
    "les":"cf", "és":"ch", "com":"cp", "meu":"cp", "el":"cs", "des":"df", "nach":"dg", "der":"dk", "als":"dn",
    "das":"dp", "um":"dp", "an":"eg", "as":"ep", "do":"ep", "are":"er", "on":"eu", "il":"fi", "l":"fi", "ma":"fi",
    "je":"fn", "mais":"fp", "ce":"fr", "ar":"gl", "sin":"gs", "ha":"hi", "van":"hn", "meg":"ho", "a":"hp", "e":"ip",
    "quando":"ip", "con":"is", "lo":"is", "di":"ix", "fra":"ko", "hvor":"ko", "hvordan":"ko", "hvorfor":"ko",
    "ikke":"ko", "jeg":"ko", "når":"ko", "og":"ko", "også":"ko", "til":"ko", "ved":"ko", "være":"ko", "blev":"kv",
    "efter":"kv", "mig":"kv", "su":"ls", "tai":"lu", "dan":"nx", "av":"ov", "mitt":"ov", "como":"ps", "esta":"ps",
    "está":"ps", "para":"ps", "por":"ps", "var":"tv", "es":"cds", "per":"cil", "del":"cis", "una":"cis", "no":"cps",
    "mit":"dhk", "is":"egh", "for":"eko", "le":"fgi", "et":"fko", "ne":"flt", "na":"gnp", "det":"kov",
    "eller":"kov", "har":"kov", "med":"kov", "men":"kov", "min":"kov", "på":"kov", "som":"kov", "vi":"kov",
    "este":"prs", "o":"prt", "se":"psu", "da":"bipt", "que":"cfps", "al":"cirs", "er":"dkno", "den":"dkov",
    "mi":"irst", "kan":"knov"
  }';
  -- Letters that speak for languages.
  letters constant text[] := array['ß:dd', 'ä:dvu', 'ö:dvuht', 'ü:dth', 'å:kov', 'ø:ko', 'æ:ko', 'ñ:ss', '¿:ss', 'ã:pp',
    'õ:pp', 'ç:fptc', 'ş:tt', 'ğ:tt', 'ı:tt', 'ő:hh', 'ű:hh', 'ț:rr', 'ș:rr', 'ă:rr', 'ė:ll', 'ų:ll', 'ê:f', 'û:f', 'œ:ff',
    'à:fic', 'è:fic', 'ò:ic', 'ù:if', 'é:fscp', 'í:schp', 'ó:schp'];
  start constant text := left(t, 500);
  words text[];
  word text;
  hits text := '';
  best text := '';
  most int := 0;
  code text;
  n int;
begin
  if octet_length(start) > char_length(start) * 1.3 then
    -- Most of it stands in letters of another script.
    n := char_length(start) / 4;
    case
      when regexp_count(start, '[\u0400-\u04ff]') > n then
        return case when start ~ '[ђјљњћџЂЈЉЊЋЏ]' then 'w' when start ~ '[іїєґІЇЄҐўЎ]' then null else 'R' end;
      when regexp_count(start, '[\u0370-\u03ff\u1f00-\u1fff]') > n then return 'G';
      when regexp_count(start, '[\u0600-\u06ff]') > n then return 'A';
      when regexp_count(start, '[\u0900-\u097f]') > n then
        return case when start ~ '(छ|हरू|गर्न|लाई)' then 'N' else 'H' end;
      when regexp_count(start, '[\u0530-\u058f]') > n then return 'Y';
      when regexp_count(start, '[\u0b80-\u0bff]') > n then return 'T';
      when regexp_count(start, '[\u0590-\u05ff]') > n then return case when start ~ '[װױײאַאָ]' then 'J' else null end;
      else
    end case;
  end if;
  words := tsvector_to_array(to_tsvector('simple', start));
  foreach word in array words loop
    hits := hits || coalesce(known ->> word, '');
  end loop;
  if octet_length(start) > char_length(start) then
    foreach word in array letters loop
      if position(left(word, 1) in start) > 0 then hits := hits || substr(word, 3); end if;
    end loop;
  end if;
  if hits = '' then return null; end if;
  foreach code in array string_to_array('edfspinkovuhrtxclbg', null) loop
    n := length(hits) - length(replace(hits, code, ''));
    if n > most then
      most := n;
      best := code;
    elsif n = most and n > 0 then
      best := best || code;
    end if;
  end loop;
  -- One small word tells the language of a title, not that of a long text.
  return case when most * 12 >= cardinality(words) and (most > 1 or cardinality(words) <= 8) and length(best) <= 2
    then best end;
end $function$
;

CREATE OR REPLACE FUNCTION public.letter_pairs(t text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
 SELECT (COALESCE(string_agg(((((''''::text || pairs.one) ||
         CASE
             WHEN (pairs.next <> ' '::text) THEN pairs.next
             ELSE ''::text
         END) || ''':'::text) || (1 + (pairs.place % (16000)::bigint))), ' '::text), ''::text))::tsvector AS "coalesce"
    FROM ( SELECT letters.one,
             letters.place,
             lead(letters.one, 1, ' '::text) OVER (ORDER BY letters.place) AS next
            FROM unnest(string_to_array(regexp_replace("left"(letter_pairs.t, 30000), '[^\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff]+'::text, ' '::text, 'g'::text), NULL::text)) WITH ORDINALITY letters(one, place)) pairs
   WHERE (pairs.one <> ' '::text);
END
;

CREATE OR REPLACE FUNCTION public.lock_crossings()
 RETURNS void
 LANGUAGE sql
AS $function$
  select pg_advisory_xact_lock(72650, 0)
$function$
;

CREATE OR REPLACE FUNCTION public.look_again_at_digests()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update notice_sendings set due_at = least(due_at, now()) where account_id = new.id and pace in ('daily', 'weekly');
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.move_thread_tags()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update thread_tags set created_at = new.created_at, space_id = new.space_id, is_plain = reads_as_its_space(new)
    where thread_id = new.id;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.node_version_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform refresh_node_paths(coalesce(new.node_id, old.node_id));
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_account_visitors_see()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  own constant text[] := array['email', 'email_proved_at', 'password_hash', 'about', 'job_title', 'locale', 'time_zone'];
begin
  insert into visitor_changes (thread_id)
    values (case when tg_op = 'INSERT' or (tg_op = 'UPDATE' and to_jsonb(old) - own = to_jsonb(new) - own)
      then -1 else 0 end)
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_change_of_reply()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  place constant text := tg_argv[0];
begin
  insert into visitor_changes (thread_id)
    select distinct replies.thread_id from (values (to_jsonb(old)), (to_jsonb(new))) of (row)
    join replies on replies.id = (of.row ->> place)::bigint
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_change_of_thread()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  place constant text := tg_argv[0];
begin
  insert into visitor_changes (thread_id)
    select (of.row ->> place)::bigint from (values (to_jsonb(old)), (to_jsonb(new))) of (row)
    where (of.row ->> place) is not null
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_reply_visitors_see()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  -- Whatever else changes hides it, shows it or moves it, and the threads that it left say so too.
  own constant text[] := array['body', 'words', 'edited_at', 'imported_score', 'kudos_count'];
begin
  -- A reply that goes together with its thread finds none: the thread was noted.
  insert into visitor_changes (thread_id)
    select case when tg_op = 'INSERT' or (tg_op = 'UPDATE' and to_jsonb(old) - own = to_jsonb(new) - own)
      then id else 0 end
    from threads where id in (old.thread_id, new.thread_id) and realm = 'outside'
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_standing_visitors_see()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into visitor_changes (thread_id)
    values (case when (coalesce(old.level, 0) = 3) = (coalesce(new.level, 0) = 3) then -1 else 0 end)
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_thread_visitors_see()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  -- What shows on the pages of other threads at most where they show this one, and then they say so.
  own constant text[] := array['body', 'words', 'language', 'edited_at', 'active_at', 'imported_score',
    'reply_count', 'answer_count', 'same_here_count'];
begin
  if coalesce(new.realm, old.realm) <> 'outside' then
    return null;
  end if;
  insert into visitor_changes (thread_id)
    values (case when tg_op = 'INSERT' or (tg_op = 'UPDATE' and to_jsonb(old) - own = to_jsonb(new) - own)
      then new.id else 0 end)
  on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.note_visitor_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'TRUNCATE' then
    if not exists (select from rows_of_change) then
      return null;
    end if;
  end if;
  insert into visitor_changes (thread_id) values (coalesce(tg_argv[0]::bigint, 0)) on conflict do nothing;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.of_language(code text, stems text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
 SELECT without_marks(NORMALIZE(regexp_replace(stems, '(^|[ !(])''(?!'')'::text, (('\1'''::text || code) || ':'::text), 'g'::text), NFD)) AS without_marks;
END
;

CREATE OR REPLACE FUNCTION public.perhaps_within(one bigint, degrees integer)
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE
AS $function$
  select other_id from ties where person_id = one
  union
  select b.other_id from ties a join ties b on b.person_id = a.other_id and b.is_path
    where degrees >= 2 and a.person_id = one and a.is_path
  union
  select c.other_id from
    (select distinct b.other_id from ties a join ties b on b.person_id = a.other_id and b.is_path
      where degrees >= 3 and a.person_id = one and a.is_path) as second
    join ties c on c.person_id = second.other_id and c.is_path
$function$
;

CREATE OR REPLACE FUNCTION public.promise_in_first_space()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from spaces where realm = 'outside' and id <> new.id) then
    insert into answer_promises (space_id, hours, made_at) values (new.id, 48, new.created_at);
  end if;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.reads_as_its_space(t threads)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
RETURN (((t).audience = 'space'::text) AND ((t).reach IS NULL) AND ((t).hidden_at IS NULL) AND ((t).removed_at IS NULL) AND ((t).recalled_at IS NULL) AND ((t).merged_into_id IS NULL))
;

CREATE OR REPLACE FUNCTION public.refresh_node_paths(changed bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  below bigint[] := array(select distinct node_id from node_paths where ancestor_id = changed) || changed;
begin
  delete from node_paths where node_id = any(below);
  insert into node_paths (node_id, ancestor_id, depth, from_on, to_on)
    with recursive up as (
      select v.node_id, v.node_id as ancestor_id, 0 as depth, v.from_on, coalesce(v.to_on, 'infinity') as to_on
      from axis_node_versions v where v.node_id = any(below)
      union all
      select up.node_id, v.parent_id, up.depth + 1, greatest(up.from_on, v.from_on),
        least(up.to_on, coalesce(v.to_on, 'infinity'))
      from up join axis_node_versions v on v.node_id = up.ancestor_id and v.parent_id is not null
        and v.from_on < up.to_on and coalesce(v.to_on, 'infinity') > up.from_on
      where up.depth < 40
    )
    select node_id, ancestor_id, depth, from_on, nullif(to_on, 'infinity') from up;
  if exists (select from node_paths where node_id = any(below) and depth >= 30) then
    raise exception 'a tree is at most 30 deep' using errcode = 'check_violation', constraint = 'axis_node_depth';
  end if;
end $function$
;

CREATE OR REPLACE FUNCTION public.refresh_space_flow(changed bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  below bigint[];
begin
  perform pg_advisory_xact_lock(72648, 0);
  with recursive down as (
    select changed as id, 0 as depth
    union all
    select s.id, down.depth + 1 from spaces s join down on s.parent_id = down.id where down.depth < 40
  )
  select array_agg(id) into below from down;
  if (select count(*) <> count(distinct id) from unnest(below) id) then
    raise exception 'a space cannot stand below itself' using errcode = 'check_violation', constraint = 'spaces_cycle';
  end if;
  delete from space_flow where space_id = any(below);
  insert into space_flow (space_id, source_id, depth, administrators_only)
    with recursive up as (
      select s.id as space_id, s.id as source_id, s.parent_id, s.stops, 0 as depth, false as narrowed
      from spaces s where s.id = any(below)
      union all
      select up.space_id, s.id, s.parent_id, s.stops, up.depth + 1, up.narrowed or up.stops is not null
      from up join spaces s on s.id = up.parent_id
      where up.stops is distinct from 'administrator' and up.depth < 20
    )
    select space_id, source_id, depth, narrowed or bool_or(stops = 'administrator') over (partition by space_id) is true
    from up;
  if exists (select from space_flow where space_id = any(below) and depth >= 20) then
    raise exception 'a tree of spaces is at most 20 deep' using errcode = 'check_violation', constraint = 'spaces_depth';
  end if;
end $function$
;

CREATE OR REPLACE FUNCTION public.refresh_tie(one bigint, other bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  low bigint := least(one, other);
  high bigint := greatest(one, other);
begin
  -- A connection and a block of the same two wait for each other. A thousand locks at most, for writing very many at once.
  perform pg_advisory_xact_lock(72649, hashint8(low # (high << 20)) & 1023);
  delete from ties where (person_id, other_id) in ((low, high), (high, low));
  insert into ties (person_id, other_id, is_path)
    select ends.person_id, ends.other_id, not (c.hidden_by_lower or c.hidden_by_higher)
    from connections c, lateral (values (low, high), (high, low)) as ends (person_id, other_id)
    where c.lower_id = low and c.higher_id = high and c.accepted_at is not null
      and not exists (select from blocks where (blocker_id, blocked_id) in ((low, high), (high, low)));
  insert into tie_changes (one_id, other_id) values (low, high);
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_head_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if pg_trigger_depth() < 2 then
    raise exception 'the head of the log is written by the log alone' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_out_of_hours()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  storm storms;
begin
  select * into storm from storms where id = new.storm_id for share;
  if new.submitted_at < storm.opens_at or new.submitted_at >= storm.closes_at then
    raise exception 'the session is not open' using errcode = 'check_violation', constraint = 'storm_ideas_hours';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_realm_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.realm is distinct from old.realm then
    raise exception 'the realm of % % is fixed', tg_table_name, old.id using errcode = 'check_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_tag_chain()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- Two merges at once would not see each other.
  perform pg_advisory_xact_lock(hashtextextended('tag_synonyms:' || new.side, 72650));
  if exists (select from tag_synonyms where side = new.side and undone_at is null
      and (tag_id = new.into_id or into_id = new.tag_id)) then
    raise exception 'a tag leads to one that leads nowhere else'
      using errcode = 'check_violation', constraint = 'tag_synonyms_no_chain';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_two_members()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from accounts where id in (new.account_id, new.person_id) and realm <> 'outside') then
    raise exception 'one member follows another in follows'
      using errcode = 'check_violation', constraint = 'followings_not_two_members';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.refuse_unfinishing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.finished_at is not null and (new.finished_at, new.result_thread_id, new.finished_by, new.opens_at, new.closes_at)
    is distinct from (old.finished_at, old.result_thread_id, old.finished_by, old.opens_at, old.closes_at) then
    raise exception 'a finished session stays as it was announced' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.reply_shown_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  was boolean := old.hidden_at is null and old.removed_at is null;
  is_now boolean := new.hidden_at is null and new.removed_at is null;
  step int;
begin
  if was = is_now or (new.kind = 'answer' and new.recalled_at is not null) then return null; end if;
  step := case when is_now then 1 else -1 end;
  update threads set
    answer_count = answer_count + case when new.kind = 'answer' then step else 0 end,
    reply_count = reply_count + case when new.kind = 'answer' then 0 else step end,
    active_at = case
      when is_now then greatest(active_at, new.created_at)
      when active_at = new.created_at then greatest(threads.created_at, (select max(r.created_at) from replies r
        where r.thread_id = new.thread_id and r.hidden_at is null and r.removed_at is null))
      else active_at end
  where id = new.thread_id;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.search_query(words text, phrases text[], without text[])
 RETURNS tsquery
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO '$user', 'public'
 SET client_min_messages TO 'warning'
AS $function$
declare
  everything constant text := normalize(words || ' ' || array_to_string(phrases, ' '), nfkc);
  alone constant text := '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff]+';
  codes text[] := array['e', '', '-'];
  code text;
  config regconfig;
  said text;
  is_phrase boolean;
  nothing constant tsquery := to_tsquery('simple', '');
  part tsquery;
  one tsquery;
  spaced tsquery := nothing;
  pairs tsquery := nothing;
begin
  if everything ~ '[A-Za-z\u00c0-\u024f\u1e00-\u1eff]' then
    codes := codes || string_to_array('dfspinkovuhrtxclbg', null);
  end if;
  if everything ~ '[\u0400-\u04ff]' then codes := codes || array['R', 'w']; end if;
  if everything ~ '[\u0370-\u03ff\u1f00-\u1fff]' then codes := codes || array['G']; end if;
  if everything ~ '[\u0600-\u06ff]' then codes := codes || array['A', 'article']; end if;
  if everything ~ '[\u0900-\u097f]' then codes := codes || array['H', 'N']; end if;
  if everything ~ '[\u0530-\u058f]' then codes := codes || array['Y']; end if;
  if everything ~ '[\u0b80-\u0bff]' then codes := codes || array['T']; end if;
  if everything ~ '[\u0590-\u05ff]' then codes := codes || array['J']; end if;
  foreach code in array codes loop
    config := case when code in ('', 'e') then 'english' when code = 'article' then 'arabic' else stems(code) end;
    part := nothing;
    for said, is_phrase in select words, false union all select phrase, true from unnest(phrases) phrase loop
      said := regexp_replace(normalize(said, nfkc), alone, ' ', 'g');
      if code = '' then said := without_accents(said); end if;
      -- The Arabic stemmer finds the same stem only of words that all have the article.
      if code = 'article' then said := regexp_replace(said, '(^|\s)(?!ال)(?=[\u0621-\u064a])', '\1ال', 'g'); end if;
      part := part && case when is_phrase then phraseto_tsquery(config, said) else plainto_tsquery(config, said) end;
    end loop;
    if numnode(part) > 0 then
      if code not in ('', 'e') then part := of_language(case code when 'article' then 'A' else code end, part::text)::tsquery; end if;
      spaced := spaced || part;
    end if;
  end loop;
  for said in select (regexp_matches(everything, alone, 'g'))[1] loop
    if char_length(said) = 1 then
      one := ('''' || said || ''':*')::tsquery;
    else
      for place in 1 .. least(char_length(said) - 1, 200) loop
        one := case when place = 1 then quote_literal(substr(said, 1, 2))::tsquery
          else one <-> quote_literal(substr(said, place, 2))::tsquery end;
      end loop;
    end if;
    pairs := pairs && one;
  end loop;
  part := spaced && pairs;
  if numnode(part) = 0 then return nothing; end if;
  foreach said in array without loop
    one := search_query('', array[said], '{}');
    if numnode(one) > 0 then part := part && !! one; end if;
  end loop;
  return part;
end $function$
;

CREATE OR REPLACE FUNCTION public.search_words(title text, body text, weight "char")
 RETURNS tsvector
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO '$user', 'public'
 SET client_min_messages TO 'warning'
AS $function$
declare
  -- Keeps a phrase from reaching from one part into the next.
  gap constant tsvector := '''|'':50';
  t constant text := case when title = '' then body else title || E'\n' || body end;
  is_ascii constant boolean := octet_length(t) = char_length(t);
  codes text := languages_of(t);
  words tsvector := setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), weight);
  code text;
begin
  -- What follows is asked of the first 30,000 signs: all parts together must fit into one tsvector (1 MB).
  if not is_ascii and without_accents(t) <> t then
    words := words || gap || setweight(to_tsvector('english', without_accents(title)), 'A')
      || setweight(to_tsvector('english', without_accents(left(body, 30000))), weight);
  end if;
  if not is_ascii and t ~ '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff]' then
    words := words || gap || setweight(letter_pairs(normalize(title, nfkc)), 'A') || gap
      || setweight(letter_pairs(normalize(body, nfkc)), weight);
  elsif codes is null then
    codes := '-';
  end if;
  foreach code in array string_to_array(replace(coalesce(codes, ''), 'e', ''), null) loop
    words := words || gap || of_language(code, (setweight(to_tsvector(stems(code), normalize(title, nfkc)), 'A')
      || setweight(to_tsvector(stems(code), normalize(left(body, 30000), nfkc)), weight))::text)::tsvector;
  end loop;
  return ts_delete(words, '|');
end $function$
;

CREATE OR REPLACE FUNCTION public.space_place_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform refresh_space_flow(new.id);
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.standing_by_account()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into standing_due (account_id)
    select new.id union
    select replies.author_id from kudos join replies on replies.id = kudos.reply_id where kudos.account_id = new.id union
    select replies.author_id from answer_acceptances a join replies on replies.id = a.answer_id where a.accepted_by = new.id;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.standing_by_answer()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into standing_due (account_id) select distinct replies.author_id from replies
    where replies.id in (case when tg_op <> 'INSERT' then old.answer_id end, case when tg_op <> 'DELETE' then new.answer_id end);
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.standing_by_kudos()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  -- Whoever thanks as well: what two do for each other counts less.
  insert into standing_due (account_id)
    select replies.author_id from changed join replies on replies.id = changed.reply_id
    union select account_id from changed;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.standing_by_reply()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into standing_due (account_id)
    select old.author_id union select new.author_id union select account_id from kudos where reply_id = new.id;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.standing_by_space()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into standing_due (account_id)
    select replies.author_id from replies join threads on threads.id = replies.thread_id where threads.space_id = new.id
    union select kudos.account_id from kudos join replies on replies.id = kudos.reply_id
      join threads on threads.id = replies.thread_id where threads.space_id = new.id;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.standing_by_thread()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into standing_due (account_id)
    select author_id from replies where thread_id = new.id
    union select kudos.account_id from kudos join replies on replies.id = kudos.reply_id where replies.thread_id = new.id;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.stems(code text)
 RETURNS regconfig
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (CASE code WHEN 'e'::text THEN 'english'::text WHEN 'd'::text THEN 'german'::text WHEN 'f'::text THEN 'french'::text WHEN 's'::text THEN 'spanish'::text WHEN 'p'::text THEN 'portuguese'::text WHEN 'i'::text THEN 'italian'::text WHEN 'n'::text THEN 'dutch'::text WHEN 'k'::text THEN 'danish'::text WHEN 'o'::text THEN 'norwegian'::text WHEN 'v'::text THEN 'swedish'::text WHEN 'u'::text THEN 'finnish'::text WHEN 'h'::text THEN 'hungarian'::text WHEN 'r'::text THEN 'romanian'::text WHEN 't'::text THEN 'turkish'::text WHEN 'x'::text THEN 'indonesian'::text WHEN 'c'::text THEN 'catalan'::text WHEN 'l'::text THEN 'lithuanian'::text WHEN 'b'::text THEN 'basque'::text WHEN 'g'::text THEN 'irish'::text WHEN 'w'::text THEN 'serbian'::text WHEN 'R'::text THEN 'russian'::text WHEN 'G'::text THEN 'greek'::text WHEN 'A'::text THEN 'arabic'::text WHEN 'H'::text THEN 'hindi'::text WHEN 'N'::text THEN 'nepali'::text WHEN 'Y'::text THEN 'armenian'::text WHEN 'T'::text THEN 'tamil'::text WHEN 'J'::text THEN 'yiddish'::text ELSE 'simple'::text END)::regconfig
;

CREATE OR REPLACE FUNCTION public.tag_root(tag bigint, of_side text)
 RETURNS bigint
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce((select into_id from tag_synonyms where side = of_side and tag_id = tag and undone_at is null), tag)
$function$
;

CREATE OR REPLACE FUNCTION public.thread_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into thread_changes (thread_id) values (coalesce(new.id, old.id));
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.utc_today()
 RETURNS date
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select (now() at time zone 'utc')::date
$function$
;

CREATE OR REPLACE FUNCTION public.watch_visitor_table(name text, concerns integer DEFAULT 0, kinds text[] DEFAULT ARRAY['insert'::text, 'update'::text, 'delete'::text, 'truncate'::text])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  kind text;
begin
  foreach kind in array kinds loop
    execute format('create trigger %I after %s on %I %s for each statement execute function note_visitor_change(%s)',
      'visitor_change_' || case kind when 'insert' then 'new' when 'update' then 'changed' when 'delete' then 'gone'
        else 'whole' end,
      kind, name,
      case kind when 'delete' then 'referencing old table as rows_of_change' when 'truncate' then ''
        else 'referencing new table as rows_of_change' end,
      case when concerns <> 0 then quote_literal(concerns) end);
  end loop;
end $function$
;

CREATE OR REPLACE FUNCTION public.watch_visitor_tables()
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  name text;
  unseen constant text[] := array['webhooks', 'webhook_messages', 'webhook_message_notices', 'inbound_links', 'starting_reaches', 'reach_undos', 'title_words', 'taken_back', 'leavings', 'own_data_exports', 'own_data_pieces', 'personal_feeds', 'hub_requests', 'hub_subscriptions', 'followings', 'searches_without_finds', 
    'visitor_changes', 'thread_changes', 'tie_changes', 'space_changes',
    'events', 'event_deliveries', 'mails', 'rate_limits', 'notices', 'notice_paces', 'notice_clocks', 'notice_sendings', 'notice_digests', 'push_devices', 'standing_due',
    'sessions', 'email_codes', 'setup_links', 'provider_journeys', 'identities', 'passkeys', 'passkey_challenges',
    'second_factors', 'recovery_codes', 'factor_resets', 'mail_codes_off',
    'drafts', 'read_positions', 'declined_asks', 'follows', 'deflections'
  ];
begin
  for name in
    select c.relname from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> all (unseen)
      and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname like 'visitor\_change%')
  loop
    perform watch_visitor_table(name);
  end loop;
end $function$
;

CREATE OR REPLACE FUNCTION public.within_degrees(one bigint, other bigint, degrees integer)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE COST 5000
AS $function$
declare
  near_one bigint[];
  near_other bigint[];
  kept_from_one bigint[];
  kept_from_other bigint[];
begin
  if one = other then return true; end if;
  if degrees < 1 or is_blocked(one, other) then return false; end if;
  if exists (select from ties where person_id = one and other_id = other) then return true; end if;
  if degrees < 2 then return false; end if;
  near_one := array(select t.other_id from ties t where t.person_id = one and t.is_path);
  near_other := array(select t.other_id from ties t where t.person_id = other and t.is_path);
  if near_one && near_other then return true; end if;
  if degrees < 3 then return false; end if;
  kept_from_one := array(
    select blocked_id from blocks where blocker_id = one union all select blocker_id from blocks where blocked_id = one
  );
  kept_from_other := array(
    select blocked_id from blocks where blocker_id = other union all select blocker_id from blocks where blocked_id = other
  );
  if near_one && kept_from_other then
    near_one := array(select a from unnest(near_one) a where a <> all (kept_from_other));
  end if;
  if near_other && kept_from_one then
    near_other := array(select b from unnest(near_other) b where b <> all (kept_from_one));
  end if;
  return exists (
    select from ties t where t.person_id = any (near_one) and t.is_path and t.other_id = any (near_other)
  );
end $function$
;

CREATE OR REPLACE FUNCTION public.without_accents(t text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
 SELECT
         CASE
             WHEN (octet_length(t) = char_length(t)) THEN t
             ELSE without_marks(NORMALIZE(t, NFKD))
         END AS without_marks;
END
;

CREATE OR REPLACE FUNCTION public.without_marks(decomposed text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
 SELECT NORMALIZE(translate(replace(replace(replace(replace(replace(regexp_replace(decomposed, '[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]'::text, ''::text, 'g'::text), 'ß'::text, 'ss'::text), 'ẞ'::text, 'SS'::text), 'æ'::text, 'ae'::text), 'Æ'::text, 'AE'::text), 'œ'::text, 'oe'::text), 'øØłŁđĐðÐıħŧةى'::text, 'oOlLdDdDihtهي'::text), NFC) AS "normalize";
END
;

CREATE OR REPLACE FUNCTION public.words_of_title(title text)
 RETURNS SETOF text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
 SELECT word.word
    FROM unnest(tsvector_to_array(to_tsvector('simple'::regconfig, words_of_title.title))) word(word)
   WHERE ((length(word.word) >= 3) AND (length(word.word) <= 300));
END
;

create view member_fields as
 SELECT accounts.id AS account_id,
    fields.field,
    fields.place,
    COALESCE(profile_fields.value, ''::text) AS value,
    COALESCE(profile_fields.reach, fields.starts_at) AS reach
   FROM ((accounts
     CROSS JOIN ( VALUES ('about'::text,1,(5)::smallint), ('organisation'::text,2,(4)::smallint), ('place'::text,3,(4)::smallint), ('website'::text,4,(4)::smallint), ('email'::text,5,(1)::smallint), ('phone'::text,6,(1)::smallint), ('connections'::text,7,(1)::smallint)) fields(field, place, starts_at))
     LEFT JOIN profile_fields ON (((profile_fields.account_id = accounts.id) AND (profile_fields.field = fields.field))))
  WHERE (accounts.realm = 'outside'::text);

create view space_grantees as
 WITH standing AS NOT MATERIALIZED (
         SELECT f.space_id,
            f.source_id,
            g.id AS grant_id,
            g.account_id,
            g.group_id,
            g.node_id,
            g.role,
            g.with_below,
            g.right_given,
            array_position(ARRAY['read'::text, 'write'::text, 'moderate'::text, 'manage'::text], g.right_given) AS level
           FROM (grants g
             JOIN space_flow f ON ((f.source_id = g.space_id)))
          WHERE ((g.ended_at IS NULL) AND ((g.lapses_at IS NULL) OR (g.lapses_at > now())) AND ((g.given_as = 'administrator'::text) OR (NOT f.administrators_only)))
        )
 SELECT s.space_id,
    s.account_id,
    s.grant_id,
    s.right_given,
    COALESCE(s.level, 1) AS level
   FROM standing s
  WHERE (s.account_id IS NOT NULL)
UNION ALL
 SELECT s.space_id,
    m.account_id,
    s.grant_id,
    s.right_given,
    COALESCE(s.level, 1) AS level
   FROM ((standing s
     JOIN groups ON (((groups.id = s.group_id) AND (groups.ended_at IS NULL))))
     JOIN group_members m ON ((m.group_id = s.group_id)))
UNION ALL
 SELECT s.space_id,
    p.account_id,
    s.grant_id,
    s.right_given,
    COALESCE(s.level, 1) AS level
   FROM ((standing s
     JOIN node_paths n ON (((n.ancestor_id = s.node_id) AND (s.with_below OR (n.depth = 0)))))
     JOIN placements p ON (((p.node_id = n.node_id) AND (p.account_id IS NOT NULL) AND ((s.role IS NULL) OR (s.role = p.role)))))
  WHERE ((n.from_on <= utc_today()) AND ((n.to_on IS NULL) OR (n.to_on > utc_today())) AND (p.from_on <= utc_today()) AND ((p.to_on IS NULL) OR (p.to_on > utc_today())));

create table account_closings (
  account_id bigint not null,
  closed_by bigint,
  reason text not null,
  closed_at timestamp(3) with time zone not null default now(),
  constraint account_closings_pkey PRIMARY KEY (account_id),
  constraint account_closings_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint account_closings_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES accounts(id),
  constraint account_closings_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.account_closings REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.account_closings REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.account_closings REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.account_closings FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table accounts (
  id bigint not null generated always as identity,
  realm text not null,
  handle text not null,
  display_name text not null,
  email text,
  email_proved_at timestamp(3) with time zone,
  password_hash text,
  organisation text,
  job_title text not null default ''::text,
  about text not null default ''::text,
  state text not null default 'active'::text,
  locale text not null default 'en'::text,
  time_zone text not null default 'UTC'::text,
  created_at timestamp(3) with time zone not null default now(),
  closed_at timestamp(3) with time zone,
  constraint accounts_id_realm_key UNIQUE (id, realm),
  constraint accounts_realm_email_key UNIQUE (realm, email),
  constraint accounts_realm_handle_key UNIQUE (realm, handle),
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_check CHECK (((state <> 'active'::text) OR (email IS NOT NULL))),
  constraint accounts_display_name_check CHECK (((length(display_name) >= 1) AND (length(display_name) <= 120))),
  constraint accounts_email_check CHECK (((email = lower(email)) AND (email ~~ '%_@_%'::text))),
  constraint accounts_handle_check CHECK ((handle ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
  constraint accounts_realm_check CHECK ((realm = ANY (ARRAY['inside'::text, 'outside'::text, 'bridge'::text]))),
  constraint accounts_state_check CHECK ((state = ANY (ARRAY['active'::text, 'unclaimed'::text, 'closed'::text])))
);

CREATE INDEX accounts_name_near ON public.accounts USING gin (lower(display_name) gin_trgm_ops);

CREATE INDEX accounts_realm_name ON public.accounts USING btree (realm, lower(display_name), id);

CREATE TRIGGER accounts_closed_connections AFTER UPDATE OF state ON public.accounts FOR EACH ROW WHEN (((new.state = 'closed'::text) AND (old.state <> 'closed'::text))) EXECUTE FUNCTION end_connections_of_closed();

CREATE TRIGGER accounts_closed_followings AFTER UPDATE OF state ON public.accounts FOR EACH ROW WHEN (((new.state = 'closed'::text) AND (old.state <> 'closed'::text))) EXECUTE FUNCTION end_followings_of_closed();

CREATE TRIGGER accounts_realm_fixed BEFORE UPDATE OF realm ON public.accounts FOR EACH ROW EXECUTE FUNCTION refuse_realm_change();

CREATE TRIGGER accounts_standing AFTER UPDATE OF state ON public.accounts FOR EACH ROW WHEN ((old.state IS DISTINCT FROM new.state)) EXECUTE FUNCTION standing_by_account();

CREATE TRIGGER accounts_zone_moved AFTER UPDATE OF time_zone ON public.accounts FOR EACH ROW WHEN ((old.time_zone IS DISTINCT FROM new.time_zone)) EXECUTE FUNCTION look_again_at_digests();

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.accounts FOR EACH ROW EXECUTE FUNCTION note_account_visitors_see();

create table answer_acceptances (
  thread_id bigint not null,
  answer_id bigint not null,
  accepted_by bigint not null,
  accepted_at timestamp(3) with time zone not null default now(),
  constraint answer_acceptances_pkey PRIMARY KEY (thread_id),
  constraint answer_acceptances_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES accounts(id),
  constraint answer_acceptances_answer_id_fkey FOREIGN KEY (answer_id) REFERENCES replies(id) ON DELETE CASCADE,
  constraint answer_acceptances_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE
);

CREATE INDEX answer_acceptances_answer ON public.answer_acceptances USING btree (answer_id);

CREATE INDEX answer_acceptances_by ON public.answer_acceptances USING btree (accepted_by);

CREATE TRIGGER acceptances_standing AFTER INSERT OR DELETE OR UPDATE ON public.answer_acceptances FOR EACH ROW EXECUTE FUNCTION standing_by_answer();

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.answer_acceptances FOR EACH ROW EXECUTE FUNCTION note_change_of_thread('thread_id');

CREATE TRIGGER visitor_change_by_reply AFTER INSERT OR DELETE OR UPDATE ON public.answer_acceptances FOR EACH ROW EXECUTE FUNCTION note_change_of_reply('answer_id');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.answer_acceptances FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table answer_promises (
  id bigint not null generated always as identity,
  space_id bigint not null,
  hours integer,
  made_by bigint,
  made_at timestamp(3) with time zone not null default now(),
  constraint answer_promises_pkey PRIMARY KEY (id),
  constraint answer_promises_made_by_fkey FOREIGN KEY (made_by) REFERENCES accounts(id),
  constraint answer_promises_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  constraint answer_promises_hours_check CHECK (((hours >= 1) AND (hours <= 8760)))
);

CREATE INDEX answer_promises_space ON public.answer_promises USING btree (space_id, made_at DESC, id DESC);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.answer_promises REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.answer_promises REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.answer_promises REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.answer_promises FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table axes (
  id bigint not null generated always as identity,
  key text not null,
  title text not null,
  created_at timestamp(3) with time zone not null default now(),
  ended_at timestamp(3) with time zone,
  constraint axes_key_key UNIQUE (key),
  constraint axes_pkey PRIMARY KEY (id),
  constraint axes_key_check CHECK ((key ~ '^[a-z][a-z0-9-]{0,62}$'::text)),
  constraint axes_title_check CHECK (((length(title) >= 1) AND (length(title) <= 120)))
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.axes REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.axes REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.axes REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.axes FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table axis_node_versions (
  id bigint not null generated always as identity,
  axis_id bigint not null,
  node_id bigint not null,
  parent_id bigint,
  title text not null,
  from_on date not null default utc_today(),
  to_on date,
  changed_by bigint,
  changed_at timestamp(3) with time zone not null default now(),
  constraint axis_node_versions_pkey PRIMARY KEY (id),
  constraint axis_node_versions_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES accounts(id),
  constraint axis_node_versions_node_id_axis_id_fkey FOREIGN KEY (node_id, axis_id) REFERENCES axis_nodes(id, axis_id) ON DELETE CASCADE,
  constraint axis_node_versions_parent_id_axis_id_fkey FOREIGN KEY (parent_id, axis_id) REFERENCES axis_nodes(id, axis_id),
  constraint axis_node_versions_check CHECK (((to_on IS NULL) OR (to_on > from_on))),
  constraint axis_node_versions_check1 CHECK ((parent_id IS DISTINCT FROM node_id)),
  constraint axis_node_versions_title_check CHECK (((length(title) >= 1) AND (length(title) <= 120)))
);

CREATE INDEX axis_node_versions_axis ON public.axis_node_versions USING btree (axis_id, from_on);

CREATE INDEX axis_node_versions_node ON public.axis_node_versions USING btree (node_id, from_on);

CREATE INDEX axis_node_versions_parent ON public.axis_node_versions USING btree (parent_id, from_on) WHERE (parent_id IS NOT NULL);

CREATE TRIGGER axis_node_versions_checked BEFORE INSERT OR UPDATE ON public.axis_node_versions FOR EACH ROW EXECUTE FUNCTION check_node_version();

CREATE TRIGGER axis_node_versions_paths AFTER INSERT OR DELETE OR UPDATE ON public.axis_node_versions FOR EACH ROW EXECUTE FUNCTION node_version_changed();

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.axis_node_versions REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.axis_node_versions REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.axis_node_versions REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.axis_node_versions FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table axis_nodes (
  id bigint not null generated always as identity,
  axis_id bigint not null,
  code text not null,
  created_by bigint,
  created_at timestamp(3) with time zone not null default now(),
  constraint axis_nodes_axis_id_code_key UNIQUE (axis_id, code),
  constraint axis_nodes_id_axis_id_key UNIQUE (id, axis_id),
  constraint axis_nodes_pkey PRIMARY KEY (id),
  constraint axis_nodes_axis_id_fkey FOREIGN KEY (axis_id) REFERENCES axes(id),
  constraint axis_nodes_created_by_fkey FOREIGN KEY (created_by) REFERENCES accounts(id),
  constraint axis_nodes_code_check CHECK (((length(code) >= 1) AND (length(code) <= 63)))
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.axis_nodes REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.axis_nodes REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.axis_nodes REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.axis_nodes FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table blocks (
  blocker_id bigint not null,
  blocked_id bigint not null,
  blocked_at timestamp(3) with time zone not null default now(),
  constraint blocks_pkey PRIMARY KEY (blocker_id, blocked_id),
  constraint blocks_blocked_id_fkey FOREIGN KEY (blocked_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint blocks_blocker_id_fkey FOREIGN KEY (blocker_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint blocks_check CHECK ((blocker_id <> blocked_id))
);

CREATE INDEX blocks_blocked ON public.blocks USING btree (blocked_id, blocker_id);

CREATE TRIGGER blocks_members_only BEFORE INSERT ON public.blocks FOR EACH ROW EXECUTE FUNCTION demand_two_members('blocker_id', 'blocked_id');

CREATE TRIGGER blocks_ties AFTER INSERT OR DELETE ON public.blocks FOR EACH ROW EXECUTE FUNCTION block_changed();

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.blocks REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.blocks REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.blocks REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.blocks FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table bridge_queue (
  bridge_id bigint not null,
  thread_id bigint not null,
  asked_for boolean not null,
  queued_at timestamp(3) with time zone not null default now(),
  released_by bigint,
  released_at timestamp(3) with time zone,
  crossing_id bigint,
  kept_by bigint,
  kept_at timestamp(3) with time zone,
  constraint bridge_queue_pkey PRIMARY KEY (bridge_id, thread_id),
  constraint bridge_queue_bridge_id_fkey FOREIGN KEY (bridge_id) REFERENCES bridges(id),
  constraint bridge_queue_crossing_id_fkey FOREIGN KEY (crossing_id) REFERENCES crossings(id),
  constraint bridge_queue_kept_by_fkey FOREIGN KEY (kept_by) REFERENCES accounts(id),
  constraint bridge_queue_released_by_fkey FOREIGN KEY (released_by) REFERENCES accounts(id),
  constraint bridge_queue_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint bridge_queue_check CHECK (((released_at IS NULL) = (crossing_id IS NULL))),
  constraint bridge_queue_check1 CHECK (((released_at IS NULL) OR (kept_at IS NULL)))
);

CREATE INDEX bridge_queue_waiting ON public.bridge_queue USING btree (bridge_id, thread_id) WHERE ((released_at IS NULL) AND (kept_at IS NULL));

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.bridge_queue REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.bridge_queue REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.bridge_queue REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.bridge_queue FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table bridges (
  id bigint not null generated always as identity,
  title text not null,
  reason text not null,
  inner_space_id bigint not null,
  inner_realm text not null,
  outer_space_id bigint not null,
  outer_realm text not null,
  brings_in boolean not null,
  publishes_out boolean not null,
  proposed_by bigint not null,
  proposed_at timestamp(3) with time zone not null default now(),
  inner_approved_by bigint,
  inner_approved_at timestamp(3) with time zone,
  outer_approved_by bigint,
  outer_approved_at timestamp(3) with time zone,
  ended_by bigint,
  ended_at timestamp(3) with time zone,
  ended_because text,
  constraint bridges_pkey PRIMARY KEY (id),
  constraint bridges_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES accounts(id),
  constraint bridges_inner_approved_by_fkey FOREIGN KEY (inner_approved_by) REFERENCES accounts(id),
  constraint bridges_inner_space_id_inner_realm_fkey FOREIGN KEY (inner_space_id, inner_realm) REFERENCES spaces(id, realm),
  constraint bridges_outer_approved_by_fkey FOREIGN KEY (outer_approved_by) REFERENCES accounts(id),
  constraint bridges_outer_space_id_outer_realm_fkey FOREIGN KEY (outer_space_id, outer_realm) REFERENCES spaces(id, realm),
  constraint bridges_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES accounts(id),
  constraint bridges_check CHECK (((((inner_realm = 'inside'::text) AND (outer_realm = 'outside'::text)) OR ((inner_realm = 'inside'::text) AND (outer_realm = 'bridge'::text))) OR ((inner_realm = 'bridge'::text) AND (outer_realm = 'outside'::text)))),
  constraint bridges_check1 CHECK ((brings_in OR publishes_out)),
  constraint bridges_check2 CHECK (((NOT brings_in) OR (inner_realm = 'inside'::text))),
  constraint bridges_check3 CHECK (((NOT publishes_out) OR (outer_realm = 'outside'::text))),
  constraint bridges_check4 CHECK (((inner_approved_by IS NULL) = (inner_approved_at IS NULL))),
  constraint bridges_check5 CHECK (((outer_approved_by IS NULL) = (outer_approved_at IS NULL))),
  constraint bridges_check6 CHECK (((ended_by IS NULL) = (ended_at IS NULL))),
  constraint bridges_ended_because_check CHECK ((length(ended_because) <= 500)),
  constraint bridges_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
  constraint bridges_title_check CHECK (((length(title) >= 1) AND (length(title) <= 120))),
  constraint bridges_two_people CHECK ((inner_approved_by <> outer_approved_by))
);

CREATE INDEX bridges_outer ON public.bridges USING btree (outer_space_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX bridges_standing ON public.bridges USING btree (inner_space_id, outer_space_id) WHERE (ended_at IS NULL);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.bridges REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.bridges REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.bridges REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.bridges FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table carried_same_heres (
  act_id bigint not null,
  account_id bigint not null,
  constraint carried_same_heres_pkey PRIMARY KEY (act_id, account_id),
  constraint carried_same_heres_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint carried_same_heres_act_id_fkey FOREIGN KEY (act_id) REFERENCES thread_acts(id) ON DELETE CASCADE
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.carried_same_heres REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.carried_same_heres REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.carried_same_heres REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.carried_same_heres FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table connections (
  lower_id bigint not null,
  higher_id bigint not null,
  asked_by bigint not null,
  asked_at timestamp(3) with time zone not null default now(),
  accepted_at timestamp(3) with time zone,
  hidden_by_lower boolean not null default false,
  hidden_by_higher boolean not null default false,
  is_quiet boolean not null default false,
  constraint connections_pkey PRIMARY KEY (lower_id, higher_id),
  constraint connections_higher_id_fkey FOREIGN KEY (higher_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint connections_lower_id_fkey FOREIGN KEY (lower_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint connections_check CHECK ((lower_id < higher_id)),
  constraint connections_check1 CHECK (((asked_by = lower_id) OR (asked_by = higher_id))),
  constraint connections_check2 CHECK ((NOT (is_quiet AND (accepted_at IS NOT NULL))))
);

CREATE INDEX connections_higher ON public.connections USING btree (higher_id, lower_id);

CREATE INDEX connections_higher_accepted ON public.connections USING btree (higher_id, accepted_at DESC) WHERE (accepted_at IS NOT NULL);

CREATE INDEX connections_lower_accepted ON public.connections USING btree (lower_id, accepted_at DESC) WHERE (accepted_at IS NOT NULL);

CREATE TRIGGER connections_members_only BEFORE INSERT ON public.connections FOR EACH ROW EXECUTE FUNCTION demand_two_members('lower_id', 'higher_id');

CREATE TRIGGER connections_ties AFTER INSERT OR DELETE OR UPDATE ON public.connections FOR EACH ROW EXECUTE FUNCTION connection_changed();

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.connections REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.connections REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.connections REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.connections FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table crossing_chain (
  only_row boolean not null default true,
  rows_written bigint not null,
  head text not null,
  constraint crossing_chain_pkey PRIMARY KEY (only_row),
  constraint crossing_chain_only_row_check CHECK (only_row)
);

CREATE TRIGGER crossing_chain_kept BEFORE INSERT OR UPDATE ON public.crossing_chain FOR EACH ROW EXECUTE FUNCTION refuse_head_change();

CREATE TRIGGER crossing_chain_stays BEFORE DELETE OR TRUNCATE ON public.crossing_chain FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.crossing_chain REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.crossing_chain REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.crossing_chain REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.crossing_chain FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table crossings (
  id bigint not null generated always as identity,
  act text not null,
  direction text not null,
  source_kind text not null,
  source_id bigint not null,
  source_space_id bigint not null,
  target_kind text not null,
  target_id bigint not null,
  target_space_id bigint not null,
  acted_by bigint not null,
  reason text not null,
  bytes text not null,
  bytes_sha256 text not null,
  audience text not null,
  recalls bigint,
  happened_at timestamp(3) with time zone not null default now(),
  place bigint not null,
  chain text not null,
  constraint crossings_place_key UNIQUE (place),
  constraint crossings_recalls_key UNIQUE (recalls),
  constraint crossings_pkey PRIMARY KEY (id),
  constraint crossings_acted_by_fkey FOREIGN KEY (acted_by) REFERENCES accounts(id),
  constraint crossings_recalls_fkey FOREIGN KEY (recalls) REFERENCES crossings(id),
  constraint crossings_source_space_id_fkey FOREIGN KEY (source_space_id) REFERENCES spaces(id),
  constraint crossings_target_space_id_fkey FOREIGN KEY (target_space_id) REFERENCES spaces(id),
  constraint crossings_act_check CHECK ((act = ANY (ARRAY['publish-out'::text, 'bring-in'::text, 'link-across'::text, 'recall'::text]))),
  constraint crossings_check CHECK (((act = 'recall'::text) = (recalls IS NOT NULL))),
  constraint crossings_direction_check CHECK ((direction = ANY (ARRAY['out'::text, 'in'::text])))
);

CREATE INDEX crossings_source ON public.crossings USING btree (source_kind, source_id);

CREATE INDEX crossings_target ON public.crossings USING btree (target_kind, target_id);

CREATE INDEX crossings_time ON public.crossings USING btree (happened_at DESC, id DESC);

CREATE TRIGGER crossings_append_only BEFORE DELETE OR UPDATE ON public.crossings FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER crossings_chained BEFORE INSERT ON public.crossings FOR EACH ROW EXECUTE FUNCTION chain_crossing();

CREATE TRIGGER crossings_no_truncate BEFORE TRUNCATE ON public.crossings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.crossings REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.crossings REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.crossings REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.crossings FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table declined_asks (
  asker_id bigint not null,
  decliner_id bigint not null,
  declined_at timestamp(3) with time zone not null default now(),
  constraint declined_asks_pkey PRIMARY KEY (asker_id, decliner_id),
  constraint declined_asks_asker_id_fkey FOREIGN KEY (asker_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint declined_asks_decliner_id_fkey FOREIGN KEY (decliner_id) REFERENCES accounts(id) ON DELETE CASCADE
);

create table deflections (
  id bigint not null generated always as identity,
  account_id bigint not null,
  thread_id bigint not null,
  space_id bigint not null,
  typed_hash bytea not null,
  answered_at timestamp(3) with time zone not null,
  undone_at timestamp(3) with time zone,
  constraint deflections_pkey PRIMARY KEY (id),
  constraint deflections_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint deflections_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id),
  constraint deflections_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE
);

CREATE INDEX deflections_space ON public.deflections USING btree (space_id, answered_at) WHERE (undone_at IS NULL);

CREATE INDEX deflections_thread ON public.deflections USING btree (thread_id) WHERE (undone_at IS NULL);

CREATE UNIQUE INDEX deflections_once ON public.deflections USING btree (account_id, thread_id, typed_hash) WHERE (undone_at IS NULL);

create table disclosures (
  id bigint not null generated always as identity,
  account_id bigint not null,
  thread_id bigint,
  reply_id bigint,
  kind text not null,
  words text not null default ''::text,
  stated_at timestamp(3) with time zone not null,
  constraint disclosures_pkey PRIMARY KEY (id),
  constraint disclosures_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint disclosures_reply_id_fkey FOREIGN KEY (reply_id) REFERENCES replies(id) ON DELETE CASCADE,
  constraint disclosures_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint disclosures_check CHECK (((length(words) <= 200) AND ((words <> ''::text) OR (kind <> ALL (ARRAY['works-for'::text, 'other'::text]))))),
  constraint disclosures_check1 CHECK ((num_nonnulls(thread_id, reply_id) = 1)),
  constraint disclosures_kind_check CHECK ((kind = ANY (ARRAY['works-for'::text, 'received-free'::text, 'paid'::text, 'own-view'::text, 'other'::text])))
);

CREATE UNIQUE INDEX disclosures_reply ON public.disclosures USING btree (reply_id, kind, words) WHERE (reply_id IS NOT NULL);

CREATE UNIQUE INDEX disclosures_thread ON public.disclosures USING btree (thread_id, kind, words) WHERE (thread_id IS NOT NULL);

CREATE TRIGGER disclosures_stay BEFORE DELETE OR UPDATE ON public.disclosures FOR EACH ROW EXECUTE FUNCTION keep_disclosure();

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.disclosures FOR EACH ROW EXECUTE FUNCTION note_change_of_thread('thread_id');

CREATE TRIGGER visitor_change_by_reply AFTER INSERT OR DELETE OR UPDATE ON public.disclosures FOR EACH ROW EXECUTE FUNCTION note_change_of_reply('reply_id');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.disclosures FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table drafts (
  id bigint not null generated always as identity,
  account_id bigint not null,
  place text not null,
  path text not null,
  fields jsonb not null,
  version integer not null default 1,
  begun_at timestamp(3) with time zone not null default now(),
  saved_at timestamp(3) with time zone not null default now(),
  thrown_at timestamp(3) with time zone,
  constraint drafts_pkey PRIMARY KEY (id),
  constraint drafts_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint drafts_fields_check CHECK ((length((fields)::text) <= 300000)),
  constraint drafts_path_check CHECK (((path ~ '^/([^/]|$)'::text) AND (length(path) <= 500))),
  constraint drafts_place_check CHECK (((place ~ '^[a-z]+(-[a-z]+)*(:[a-z0-9-]+)*$'::text) AND (length(place) <= 100)))
);

CREATE INDEX drafts_account ON public.drafts USING btree (account_id, saved_at DESC, id DESC);

CREATE INDEX drafts_saved ON public.drafts USING btree (saved_at);

CREATE INDEX drafts_thrown ON public.drafts USING btree (thrown_at) WHERE (thrown_at IS NOT NULL);

CREATE UNIQUE INDEX drafts_place ON public.drafts USING btree (account_id, place) WHERE (thrown_at IS NULL);

create table email_codes (
  id bigint not null generated always as identity,
  realm text not null,
  email text not null,
  purpose text not null,
  code_hash bytea not null,
  details jsonb not null default '{}'::jsonb,
  wrong_tries integer not null default 0,
  created_at timestamp(3) with time zone not null default now(),
  expires_at timestamp(3) with time zone not null,
  used_at timestamp(3) with time zone,
  constraint email_codes_pkey PRIMARY KEY (id),
  constraint email_codes_purpose_check CHECK ((purpose = ANY (ARRAY['sign-in'::text, 'sign-up'::text]))),
  constraint email_codes_realm_check CHECK ((realm = ANY (ARRAY['inside'::text, 'outside'::text, 'bridge'::text])))
);

CREATE INDEX email_codes_email ON public.email_codes USING btree (realm, email, created_at DESC);

create table event_deliveries (
  event_id bigint not null,
  listener text not null,
  delivered_at timestamp(3) with time zone not null default now(),
  constraint event_deliveries_pkey PRIMARY KEY (event_id, listener),
  constraint event_deliveries_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE
);

create table events (
  id bigint not null generated always as identity,
  name text not null,
  payload jsonb not null,
  happened_at timestamp(3) with time zone not null default now(),
  constraint events_pkey PRIMARY KEY (id)
);

CREATE INDEX events_name ON public.events USING btree (name, id);

create table factor_resets (
  id bigint not null generated always as identity,
  account_id bigint not null,
  asked_by bigint not null,
  reason text not null,
  stop_hash bytea not null,
  asked_at timestamp(3) with time zone not null default now(),
  due_at timestamp(3) with time zone not null,
  stopped_at timestamp(3) with time zone,
  done_at timestamp(3) with time zone,
  constraint factor_resets_stop_hash_key UNIQUE (stop_hash),
  constraint factor_resets_pkey PRIMARY KEY (id),
  constraint factor_resets_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint factor_resets_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES accounts(id),
  constraint factor_resets_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);

CREATE UNIQUE INDEX factor_resets_open ON public.factor_resets USING btree (account_id) WHERE ((stopped_at IS NULL) AND (done_at IS NULL));

create table file_uses (
  file_id bigint not null,
  thread_id bigint not null,
  constraint file_uses_pkey PRIMARY KEY (file_id, thread_id),
  constraint file_uses_file_id_fkey FOREIGN KEY (file_id) REFERENCES files(id) ON DELETE CASCADE,
  constraint file_uses_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE
);

CREATE INDEX file_uses_thread ON public.file_uses USING btree (thread_id);

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.file_uses FOR EACH ROW EXECUTE FUNCTION note_change_of_thread('thread_id');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.file_uses FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table files (
  id bigint not null generated always as identity,
  key text not null,
  realm text not null,
  space_id bigint not null,
  uploaded_by bigint not null,
  sha256 text not null,
  media_type text not null,
  byte_count integer not null,
  width integer not null,
  height integer not null,
  created_at timestamp(3) with time zone not null default now(),
  constraint files_key_key UNIQUE (key),
  constraint files_pkey PRIMARY KEY (id),
  constraint files_space_id_realm_fkey FOREIGN KEY (space_id, realm) REFERENCES spaces(id, realm),
  constraint files_uploaded_by_fkey FOREIGN KEY (uploaded_by) REFERENCES accounts(id)
);

CREATE INDEX files_sha256 ON public.files USING btree (sha256);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.files REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.files REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.files REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.files FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table followings (
  id bigint not null generated always as identity,
  account_id bigint not null,
  person_id bigint,
  tag_id bigint,
  space_id bigint,
  thread_id bigint,
  since timestamp(3) with time zone not null,
  pace text,
  constraint followings_pkey PRIMARY KEY (id),
  constraint followings_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint followings_person_id_fkey FOREIGN KEY (person_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint followings_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  constraint followings_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tags(id) ON DELETE CASCADE,
  constraint followings_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint followings_check CHECK ((num_nonnulls(person_id, tag_id, space_id, thread_id) = 1)),
  constraint followings_check1 CHECK ((person_id <> account_id)),
  constraint followings_pace_check CHECK ((pace = ANY (ARRAY['at-once'::text, 'daily'::text, 'weekly'::text, 'here'::text, 'never'::text])))
);

CREATE INDEX followings_account ON public.followings USING btree (account_id, since DESC, id DESC);

CREATE UNIQUE INDEX followings_person ON public.followings USING btree (person_id, account_id) WHERE (person_id IS NOT NULL);

CREATE UNIQUE INDEX followings_space ON public.followings USING btree (space_id, account_id) WHERE (space_id IS NOT NULL);

CREATE UNIQUE INDEX followings_tag ON public.followings USING btree (tag_id, account_id) WHERE (tag_id IS NOT NULL);

CREATE UNIQUE INDEX followings_thread ON public.followings USING btree (thread_id, account_id) WHERE (thread_id IS NOT NULL);

CREATE TRIGGER followings_not_two_members BEFORE INSERT ON public.followings FOR EACH ROW WHEN ((new.person_id IS NOT NULL)) EXECUTE FUNCTION refuse_two_members();

create table follows (
  account_id bigint not null,
  followed_id bigint not null,
  followed_at timestamp(3) with time zone not null default now(),
  pace text,
  constraint follows_pkey PRIMARY KEY (account_id, followed_id),
  constraint follows_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint follows_followed_id_fkey FOREIGN KEY (followed_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint follows_check CHECK ((account_id <> followed_id)),
  constraint follows_pace_check CHECK ((pace = ANY (ARRAY['at-once'::text, 'daily'::text, 'weekly'::text, 'here'::text, 'never'::text])))
);

CREATE INDEX follows_account ON public.follows USING btree (account_id, followed_at DESC, followed_id DESC);

CREATE INDEX follows_audience ON public.follows USING btree (followed_id, account_id);

CREATE TRIGGER follows_members_only BEFORE INSERT ON public.follows FOR EACH ROW EXECUTE FUNCTION demand_two_members('account_id', 'followed_id');

create table grants (
  id bigint not null generated always as identity,
  space_id bigint not null,
  right_given text not null,
  account_id bigint,
  group_id bigint,
  node_id bigint,
  role text,
  with_below boolean not null default true,
  given_as text not null,
  given_by bigint,
  reason text not null default ''::text,
  given_at timestamp(3) with time zone not null default now(),
  lapses_at timestamp(3) with time zone,
  ended_at timestamp(3) with time zone,
  ended_by bigint,
  constraint grants_pkey PRIMARY KEY (id),
  constraint grants_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint grants_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES accounts(id),
  constraint grants_given_by_fkey FOREIGN KEY (given_by) REFERENCES accounts(id),
  constraint grants_group_id_fkey FOREIGN KEY (group_id) REFERENCES groups(id) ON DELETE CASCADE,
  constraint grants_node_id_fkey FOREIGN KEY (node_id) REFERENCES axis_nodes(id) ON DELETE CASCADE,
  constraint grants_role_fkey FOREIGN KEY (role) REFERENCES position_roles(key),
  constraint grants_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  constraint grants_check CHECK ((num_nonnulls(account_id, group_id, node_id) = 1)),
  constraint grants_check1 CHECK (((role IS NULL) OR (node_id IS NOT NULL))),
  constraint grants_given_as_check CHECK ((given_as = ANY (ARRAY['author'::text, 'manager'::text, 'administrator'::text]))),
  constraint grants_reason_check CHECK ((length(reason) <= 500)),
  constraint grants_right_given_check CHECK ((right_given = ANY (ARRAY['read'::text, 'write'::text, 'moderate'::text, 'manage'::text, 'publish-out'::text])))
);

CREATE INDEX grants_account ON public.grants USING btree (account_id) WHERE ((ended_at IS NULL) AND (account_id IS NOT NULL));

CREATE INDEX grants_group ON public.grants USING btree (group_id) WHERE ((ended_at IS NULL) AND (group_id IS NOT NULL));

CREATE INDEX grants_node ON public.grants USING btree (node_id) WHERE ((ended_at IS NULL) AND (node_id IS NOT NULL));

CREATE INDEX grants_space ON public.grants USING btree (space_id) WHERE (ended_at IS NULL);

CREATE INDEX grants_story ON public.grants USING btree (space_id, id);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.grants REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.grants REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.grants REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.grants FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table group_members (
  group_id bigint not null,
  account_id bigint not null,
  role text not null default 'member'::text,
  added_by bigint,
  joined_at timestamp(3) with time zone not null default now(),
  constraint group_members_pkey PRIMARY KEY (group_id, account_id),
  constraint group_members_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint group_members_added_by_fkey FOREIGN KEY (added_by) REFERENCES accounts(id),
  constraint group_members_group_id_fkey FOREIGN KEY (group_id) REFERENCES groups(id) ON DELETE CASCADE,
  constraint group_members_role_check CHECK ((role = ANY (ARRAY['member'::text, 'lead'::text])))
);

CREATE INDEX group_members_account ON public.group_members USING btree (account_id, group_id);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.group_members REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.group_members REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.group_members REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.group_members FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table groups (
  id bigint not null generated always as identity,
  kind text not null,
  slug text not null,
  title text not null,
  purpose text not null default ''::text,
  created_by bigint,
  created_at timestamp(3) with time zone not null default now(),
  ended_at timestamp(3) with time zone,
  constraint groups_slug_key UNIQUE (slug),
  constraint groups_pkey PRIMARY KEY (id),
  constraint groups_created_by_fkey FOREIGN KEY (created_by) REFERENCES accounts(id),
  constraint groups_kind_check CHECK ((kind = ANY (ARRAY['group'::text, 'virtual-team'::text]))),
  constraint groups_purpose_check CHECK ((length(purpose) <= 500)),
  constraint groups_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
  constraint groups_title_check CHECK (((length(title) >= 1) AND (length(title) <= 120)))
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.groups REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.groups REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.groups REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.groups FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table hub_requests (
  id bigint not null generated always as identity,
  mode text not null,
  topic text not null,
  callback text not null,
  secret_sealed bytea,
  lease_seconds integer not null,
  asked_at timestamp(3) with time zone not null default now(),
  constraint hub_requests_pkey PRIMARY KEY (id),
  constraint hub_requests_callback_check CHECK ((length(callback) <= 2000)),
  constraint hub_requests_lease_seconds_check CHECK (((lease_seconds >= 60) AND (lease_seconds <= 2592000))),
  constraint hub_requests_mode_check CHECK ((mode = ANY (ARRAY['subscribe'::text, 'unsubscribe'::text]))),
  constraint hub_requests_topic_check CHECK ((length(topic) <= 500))
);

create table hub_subscriptions (
  id bigint not null generated always as identity,
  topic text not null,
  callback text not null,
  callback_host text not null,
  secret_sealed bytea,
  lease_until timestamp(3) with time zone not null,
  confirmed_at timestamp(3) with time zone not null default now(),
  sent_hash bytea,
  failures integer not null default 0,
  constraint hub_subscriptions_topic_callback_key UNIQUE (topic, callback),
  constraint hub_subscriptions_pkey PRIMARY KEY (id),
  constraint hub_subscriptions_callback_check CHECK ((length(callback) <= 2000)),
  constraint hub_subscriptions_topic_check CHECK ((length(topic) <= 500))
);

CREATE INDEX hub_subscriptions_host ON public.hub_subscriptions USING btree (callback_host);

CREATE INDEX hub_subscriptions_lease ON public.hub_subscriptions USING btree (lease_until);

create table idea_alike_votes (
  lower_id bigint not null,
  higher_id bigint not null,
  alike integer not null,
  found_at timestamp(3) with time zone not null,
  constraint idea_alike_votes_pkey PRIMARY KEY (lower_id, higher_id),
  constraint idea_alike_votes_higher_id_fkey FOREIGN KEY (higher_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint idea_alike_votes_lower_id_fkey FOREIGN KEY (lower_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint idea_alike_votes_check CHECK ((lower_id < higher_id))
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.idea_alike_votes REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.idea_alike_votes REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.idea_alike_votes REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.idea_alike_votes FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table idea_boosts (
  id bigint not null generated always as identity,
  idea_id bigint not null,
  weight integer not null,
  reason text not null,
  given_by bigint not null,
  given_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  ended_by bigint,
  constraint idea_boosts_pkey PRIMARY KEY (id),
  constraint idea_boosts_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES accounts(id),
  constraint idea_boosts_given_by_fkey FOREIGN KEY (given_by) REFERENCES accounts(id),
  constraint idea_boosts_idea_id_fkey FOREIGN KEY (idea_id) REFERENCES ideas(thread_id) ON DELETE CASCADE,
  constraint idea_boosts_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
  constraint idea_boosts_weight_check CHECK (((weight >= 1) AND (weight <= 1000)))
);

CREATE INDEX idea_boosts_idea ON public.idea_boosts USING btree (idea_id);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.idea_boosts REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.idea_boosts REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.idea_boosts REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.idea_boosts FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table idea_capacities (
  id bigint not null generated always as identity,
  category_id bigint,
  space_id bigint,
  owner_id bigint not null,
  set_by bigint not null,
  set_at timestamp(3) with time zone not null,
  over_since timestamp(3) with time zone,
  constraint idea_capacities_category_id_key UNIQUE (category_id),
  constraint idea_capacities_space_id_key UNIQUE (space_id),
  constraint idea_capacities_pkey PRIMARY KEY (id),
  constraint idea_capacities_category_id_fkey FOREIGN KEY (category_id) REFERENCES idea_categories(id) ON DELETE CASCADE,
  constraint idea_capacities_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES accounts(id),
  constraint idea_capacities_set_by_fkey FOREIGN KEY (set_by) REFERENCES accounts(id),
  constraint idea_capacities_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  constraint idea_capacities_check CHECK ((num_nonnulls(category_id, space_id) = 1))
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.idea_capacities REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.idea_capacities REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.idea_capacities REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.idea_capacities FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table idea_categories (
  id bigint not null generated always as identity,
  realm text not null,
  slug text not null,
  title text not null,
  answer_days integer,
  made_by bigint,
  made_at timestamp(3) with time zone not null default now(),
  closed_at timestamp(3) with time zone,
  constraint idea_categories_id_realm_key UNIQUE (id, realm),
  constraint idea_categories_realm_slug_key UNIQUE (realm, slug),
  constraint idea_categories_pkey PRIMARY KEY (id),
  constraint idea_categories_made_by_fkey FOREIGN KEY (made_by) REFERENCES accounts(id),
  constraint idea_categories_answer_days_check CHECK (((answer_days >= 1) AND (answer_days <= 3650))),
  constraint idea_categories_realm_check CHECK ((realm = ANY (ARRAY['inside'::text, 'outside'::text, 'bridge'::text]))),
  constraint idea_categories_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
  constraint idea_categories_title_check CHECK (((length(title) >= 1) AND (length(title) <= 80)))
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.idea_categories REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.idea_categories REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.idea_categories REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.idea_categories FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table idea_credits (
  idea_id bigint not null,
  account_id bigint not null,
  is_named boolean not null,
  said_at timestamp(3) with time zone not null,
  constraint idea_credits_pkey PRIMARY KEY (idea_id, account_id),
  constraint idea_credits_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint idea_credits_idea_id_fkey FOREIGN KEY (idea_id) REFERENCES ideas(thread_id) ON DELETE CASCADE
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.idea_credits REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.idea_credits REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.idea_credits REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.idea_credits FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table idea_dormancies (
  idea_id bigint not null,
  warned_at timestamp(3) with time zone not null,
  archived_at timestamp(3) with time zone,
  stage_before text,
  constraint idea_dormancies_pkey PRIMARY KEY (idea_id),
  constraint idea_dormancies_idea_id_fkey FOREIGN KEY (idea_id) REFERENCES ideas(thread_id) ON DELETE CASCADE,
  constraint idea_dormancies_check CHECK (((archived_at IS NULL) = (stage_before IS NULL)))
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.idea_dormancies REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.idea_dormancies REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.idea_dormancies REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.idea_dormancies FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table idea_review_efforts (
  id bigint not null generated always as identity,
  idea_id bigint not null,
  account_id bigint not null,
  minutes integer not null,
  noted_at timestamp(3) with time zone not null,
  constraint idea_review_efforts_pkey PRIMARY KEY (id),
  constraint idea_review_efforts_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint idea_review_efforts_idea_id_fkey FOREIGN KEY (idea_id) REFERENCES ideas(thread_id) ON DELETE CASCADE,
  constraint idea_review_efforts_minutes_check CHECK (((minutes >= 1) AND (minutes <= 6000)))
);

CREATE INDEX idea_review_efforts_idea ON public.idea_review_efforts USING btree (idea_id);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.idea_review_efforts REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.idea_review_efforts REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.idea_review_efforts REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.idea_review_efforts FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table idea_reviewers (
  capacity_id bigint not null,
  account_id bigint not null,
  weekly_minutes integer not null,
  constraint idea_reviewers_pkey PRIMARY KEY (capacity_id, account_id),
  constraint idea_reviewers_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint idea_reviewers_capacity_id_fkey FOREIGN KEY (capacity_id) REFERENCES idea_capacities(id) ON DELETE CASCADE,
  constraint idea_reviewers_weekly_minutes_check CHECK (((weekly_minutes >= 1) AND (weekly_minutes <= 6000)))
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.idea_reviewers REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.idea_reviewers REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.idea_reviewers REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.idea_reviewers FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table idea_stage_changes (
  id bigint not null generated always as identity,
  idea_id bigint not null,
  stage text not null,
  reason text not null default ''::text,
  part text,
  answer_by date,
  changed_by bigint,
  changed_at timestamp(3) with time zone not null,
  constraint idea_stage_changes_pkey PRIMARY KEY (id),
  constraint idea_stage_changes_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES accounts(id),
  constraint idea_stage_changes_idea_id_fkey FOREIGN KEY (idea_id) REFERENCES ideas(thread_id) ON DELETE CASCADE,
  constraint idea_stage_changes_check CHECK (((stage <> 'not-planned'::text) OR (reason <> ''::text))),
  constraint idea_stage_changes_check1 CHECK (((stage = 'partly-done'::text) = ((part IS NOT NULL) AND (part <> ''::text)))),
  constraint idea_stage_changes_part_check CHECK ((length(part) <= 500)),
  constraint idea_stage_changes_reason_check CHECK ((length(reason) <= 4000)),
  constraint idea_stage_changes_stage_check CHECK ((stage = ANY (ARRAY['new'::text, 'under-review'::text, 'already-offered'::text, 'planned'::text, 'partly-done'::text, 'done'::text, 'not-planned'::text, 'archived'::text])))
);

CREATE INDEX idea_stage_changes_idea ON public.idea_stage_changes USING btree (idea_id, id DESC);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.idea_stage_changes REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.idea_stage_changes REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.idea_stage_changes REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.idea_stage_changes FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table idea_vote_events (
  id bigint not null generated always as identity,
  idea_id bigint not null,
  account_id bigint not null,
  value smallint not null,
  from_staff boolean not null,
  given_at timestamp(3) with time zone not null,
  constraint idea_vote_events_pkey PRIMARY KEY (id),
  constraint idea_vote_events_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint idea_vote_events_idea_id_fkey FOREIGN KEY (idea_id) REFERENCES ideas(thread_id) ON DELETE CASCADE,
  constraint idea_vote_events_value_check CHECK ((value = ANY (ARRAY['-1'::integer, 0, 1])))
);

CREATE INDEX idea_vote_events_account ON public.idea_vote_events USING btree (account_id, id);

CREATE INDEX idea_vote_events_idea ON public.idea_vote_events USING btree (idea_id, id);

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.idea_vote_events FOR EACH ROW EXECUTE FUNCTION note_change_of_thread('idea_id');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.idea_vote_events FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table idea_votes (
  idea_id bigint not null,
  account_id bigint not null,
  value smallint not null,
  from_staff boolean not null,
  voted_at timestamp(3) with time zone not null,
  constraint idea_votes_pkey PRIMARY KEY (idea_id, account_id),
  constraint idea_votes_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint idea_votes_idea_id_fkey FOREIGN KEY (idea_id) REFERENCES ideas(thread_id) ON DELETE CASCADE,
  constraint idea_votes_value_check CHECK ((value = ANY (ARRAY['-1'::integer, 1])))
);

CREATE INDEX idea_votes_account ON public.idea_votes USING btree (account_id, voted_at DESC);

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.idea_votes FOR EACH ROW EXECUTE FUNCTION note_change_of_thread('idea_id');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.idea_votes FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table ideas (
  thread_id bigint not null,
  realm text not null,
  space_id bigint not null,
  created_at timestamp(3) with time zone not null,
  category_id bigint,
  stage text not null default 'new'::text,
  stage_at timestamp(3) with time zone not null,
  answer_by date,
  first_answer_by date,
  merged_into bigint,
  extends_id bigint,
  from_reply_id bigint,
  votes_for integer not null default 0,
  votes_against integer not null default 0,
  staff_for integer not null default 0,
  staff_against integer not null default 0,
  imported_score integer not null default 0,
  score integer generated always as (((imported_score + votes_for) - votes_against)) stored,
  heat double precision not null default 0,
  is_listed boolean generated always as (((merged_into IS NULL) AND (extends_id IS NULL))) stored,
  also_owed jsonb not null default '{}'::jsonb,
  own_answer_by date,
  constraint ideas_from_reply_id_key UNIQUE (from_reply_id),
  constraint ideas_pkey PRIMARY KEY (thread_id),
  constraint ideas_category_id_realm_fkey FOREIGN KEY (category_id, realm) REFERENCES idea_categories(id, realm),
  constraint ideas_extends_id_fkey FOREIGN KEY (extends_id) REFERENCES ideas(thread_id) ON DELETE SET NULL,
  constraint ideas_from_reply_id_fkey FOREIGN KEY (from_reply_id) REFERENCES replies(id) ON DELETE SET NULL,
  constraint ideas_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES ideas(thread_id) ON DELETE SET NULL,
  constraint ideas_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint ideas_check CHECK (((answer_by IS NULL) OR (stage = ANY (ARRAY['new'::text, 'under-review'::text, 'planned'::text, 'partly-done'::text])))),
  constraint ideas_check1 CHECK ((merged_into <> thread_id)),
  constraint ideas_check2 CHECK ((extends_id <> thread_id)),
  constraint ideas_stage_check CHECK ((stage = ANY (ARRAY['new'::text, 'under-review'::text, 'already-offered'::text, 'planned'::text, 'partly-done'::text, 'done'::text, 'not-planned'::text, 'archived'::text])))
);

CREATE INDEX ideas_category ON public.ideas USING btree (category_id, heat DESC, thread_id DESC) WHERE is_listed;

CREATE INDEX ideas_extends ON public.ideas USING btree (extends_id) WHERE (extends_id IS NOT NULL);

CREATE INDEX ideas_heat ON public.ideas USING btree (realm, heat DESC, thread_id DESC) WHERE is_listed;

CREATE INDEX ideas_merged ON public.ideas USING btree (merged_into) WHERE (merged_into IS NOT NULL);

CREATE INDEX ideas_newest ON public.ideas USING btree (realm, created_at DESC, thread_id DESC) WHERE is_listed;

CREATE INDEX ideas_of_stage ON public.ideas USING btree (stage, thread_id);

CREATE INDEX ideas_owed ON public.ideas USING btree (realm, answer_by, thread_id) WHERE (is_listed AND (answer_by IS NOT NULL));

CREATE INDEX ideas_score ON public.ideas USING btree (realm, score DESC, thread_id DESC) WHERE is_listed;

CREATE INDEX ideas_space ON public.ideas USING btree (space_id, heat DESC, thread_id DESC) WHERE is_listed;

CREATE INDEX ideas_stage ON public.ideas USING btree (realm, stage, heat DESC, thread_id DESC) WHERE is_listed;

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.ideas FOR EACH ROW EXECUTE FUNCTION note_change_of_thread('thread_id');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.ideas FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table identities (
  id bigint not null generated always as identity,
  account_id bigint not null,
  realm text not null,
  issuer text not null,
  subject text not null,
  label text not null,
  shown_as text,
  linked_at timestamp(3) with time zone not null default now(),
  last_used_at timestamp(3) with time zone,
  constraint identities_realm_issuer_subject_key UNIQUE (realm, issuer, subject),
  constraint identities_pkey PRIMARY KEY (id),
  constraint identities_account_id_realm_fkey FOREIGN KEY (account_id, realm) REFERENCES accounts(id, realm) ON DELETE CASCADE,
  constraint identities_realm_check CHECK ((realm = ANY (ARRAY['inside'::text, 'outside'::text]))),
  constraint identities_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 255)))
);

CREATE INDEX identities_account ON public.identities USING btree (account_id);

create table identity_providers (
  id bigint not null generated always as identity,
  preset text not null,
  label text not null,
  issuer text not null,
  client_id text not null,
  secret bytea,
  team_id text,
  key_id text,
  for_outside boolean not null default false,
  for_inside boolean not null default false,
  makes_accounts boolean not null default false,
  checks_second_factor boolean not null default false,
  is_on boolean not null default true,
  created_at timestamp(3) with time zone not null default now(),
  changed_at timestamp(3) with time zone not null default now(),
  constraint identity_providers_pkey PRIMARY KEY (id),
  constraint identity_providers_issuer_check CHECK ((issuer ~ '^https?://'::text)),
  constraint identity_providers_label_check CHECK (((length(label) >= 1) AND (length(label) <= 60))),
  constraint identity_providers_preset_check CHECK ((preset = ANY (ARRAY['google'::text, 'microsoft'::text, 'apple'::text, 'github'::text, 'generic'::text])))
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.identity_providers REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.identity_providers REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.identity_providers REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.identity_providers FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table import_addresses (
  site text not null,
  path text not null,
  kind text not null,
  local_id bigint not null,
  run_id bigint not null,
  constraint import_addresses_pkey PRIMARY KEY (site, path),
  constraint import_addresses_run_id_fkey FOREIGN KEY (run_id) REFERENCES import_runs(id),
  constraint import_addresses_kind_check CHECK ((kind = ANY (ARRAY['thread'::text, 'reply'::text, 'space'::text, 'account'::text]))),
  constraint import_addresses_path_check CHECK (((length(path) >= 1) AND (length(path) <= 300))),
  constraint import_addresses_site_check CHECK ((site ~ '^[a-z0-9][a-z0-9.:-]{0,252}$'::text))
);

CREATE INDEX import_addresses_path ON public.import_addresses USING btree (path, run_id);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.import_addresses REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.import_addresses REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.import_addresses REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.import_addresses FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table import_references (
  source text not null,
  kind text not null,
  foreign_id text not null,
  local_id bigint not null,
  run_id bigint not null,
  constraint import_references_pkey PRIMARY KEY (source, kind, foreign_id),
  constraint import_references_run_id_fkey FOREIGN KEY (run_id) REFERENCES import_runs(id)
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.import_references REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.import_references REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.import_references REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.import_references FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table import_runs (
  id bigint not null generated always as identity,
  source text not null,
  space_id bigint,
  fingerprint text not null,
  started_at timestamp(3) with time zone not null default now(),
  finished_at timestamp(3) with time zone,
  counts jsonb not null default '{}'::jsonb,
  constraint import_runs_pkey PRIMARY KEY (id),
  constraint import_runs_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id)
);

CREATE INDEX import_runs_source ON public.import_runs USING btree (source, started_at DESC);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.import_runs REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.import_runs REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.import_runs REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.import_runs FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table inbound_links (
  id bigint not null generated always as identity,
  day date not null,
  thread_id bigint,
  space_id bigint,
  page text not null default ''::text,
  place text not null generated always as (COALESCE(('t'::text || (thread_id)::text), ('s'::text || (space_id)::text), page)) stored,
  host text not null,
  path text not null,
  times bigint not null,
  constraint inbound_links_day_place_host_path_key UNIQUE (day, place, host, path),
  constraint inbound_links_pkey PRIMARY KEY (id),
  constraint inbound_links_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  constraint inbound_links_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint inbound_links_check CHECK (((num_nonnulls(thread_id, space_id) + ((page <> ''::text))::integer) <= 1)),
  constraint inbound_links_host_check CHECK ((length(host) <= 253)),
  constraint inbound_links_page_check CHECK ((length(page) <= 40)),
  constraint inbound_links_path_check CHECK ((length(path) <= 200)),
  constraint inbound_links_times_check CHECK ((times > 0))
);

CREATE INDEX inbound_links_space ON public.inbound_links USING btree (space_id) WHERE (space_id IS NOT NULL);

CREATE INDEX inbound_links_thread ON public.inbound_links USING btree (thread_id) WHERE (thread_id IS NOT NULL);

create table invitations (
  id bigint not null generated always as identity,
  realm text not null,
  email text not null,
  display_name text not null,
  organisation text,
  space_id bigint,
  token_hash bytea not null,
  invited_by bigint not null,
  created_at timestamp(3) with time zone not null default now(),
  expires_at timestamp(3) with time zone not null,
  accepted_at timestamp(3) with time zone,
  accepted_by bigint,
  withdrawn_at timestamp(3) with time zone,
  sponsor_id bigint,
  constraint invitations_token_hash_key UNIQUE (token_hash),
  constraint invitations_pkey PRIMARY KEY (id),
  constraint invitations_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES accounts(id),
  constraint invitations_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES accounts(id),
  constraint invitations_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id),
  constraint invitations_sponsor_id_fkey FOREIGN KEY (sponsor_id) REFERENCES accounts(id),
  constraint invitations_email_check CHECK ((email = lower(email))),
  constraint invitations_realm_check CHECK ((realm = ANY (ARRAY['inside'::text, 'bridge'::text])))
);

CREATE INDEX invitations_open ON public.invitations USING btree (created_at DESC, id DESC) WHERE ((accepted_at IS NULL) AND (withdrawn_at IS NULL));

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.invitations REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.invitations REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.invitations REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.invitations FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table kudos (
  reply_id bigint not null,
  account_id bigint not null,
  given_at timestamp(3) with time zone not null default now(),
  constraint kudos_pkey PRIMARY KEY (reply_id, account_id),
  constraint kudos_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint kudos_reply_id_fkey FOREIGN KEY (reply_id) REFERENCES replies(id) ON DELETE CASCADE
);

CREATE INDEX kudos_account ON public.kudos USING btree (account_id);

CREATE TRIGGER kudos_standing_added AFTER INSERT ON public.kudos REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION standing_by_kudos();

CREATE TRIGGER kudos_standing_gone AFTER DELETE ON public.kudos REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION standing_by_kudos();

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.kudos FOR EACH ROW EXECUTE FUNCTION note_change_of_reply('reply_id');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.kudos FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table leavings (
  account_id bigint not null,
  keeps_name boolean not null,
  called jsonb,
  left_at timestamp(3) with time zone not null,
  until timestamp(3) with time zone not null,
  destroyed_at timestamp(3) with time zone,
  constraint leavings_pkey PRIMARY KEY (account_id),
  constraint leavings_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint leavings_check CHECK (((destroyed_at IS NULL) OR (called IS NULL)))
);

CREATE INDEX leavings_due ON public.leavings USING btree (until) WHERE (destroyed_at IS NULL);

create table loop_closures (
  id bigint not null generated always as identity,
  thread_id bigint not null,
  answer_id bigint not null,
  account_id bigint not null,
  because text not null,
  told_at timestamp(3) with time zone not null default now(),
  helped boolean,
  helped_at timestamp(3) with time zone,
  constraint loop_closures_answer_id_account_id_key UNIQUE (answer_id, account_id),
  constraint loop_closures_pkey PRIMARY KEY (id),
  constraint loop_closures_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint loop_closures_answer_id_fkey FOREIGN KEY (answer_id) REFERENCES replies(id) ON DELETE CASCADE,
  constraint loop_closures_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint loop_closures_because_check CHECK ((because = ANY (ARRAY['asked'::text, 'same-here'::text]))),
  constraint loop_closures_check CHECK (((helped IS NULL) = (helped_at IS NULL)))
);

CREATE INDEX loop_closures_account ON public.loop_closures USING btree (account_id, told_at DESC);

CREATE INDEX loop_closures_thread ON public.loop_closures USING btree (thread_id, told_at);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.loop_closures REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.loop_closures REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.loop_closures REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.loop_closures FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table mail_codes_off (
  account_id bigint not null,
  since timestamp(3) with time zone not null default now(),
  constraint mail_codes_off_pkey PRIMARY KEY (account_id),
  constraint mail_codes_off_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
);

create table mails (
  id bigint not null generated always as identity,
  to_address text not null,
  subject text not null,
  body_text text not null,
  body_html text,
  headers jsonb not null default '{}'::jsonb,
  created_at timestamp(3) with time zone not null default now(),
  sent_at timestamp(3) with time zone,
  withdrawn_at timestamp(3) with time zone,
  attempts integer not null default 0,
  last_error text,
  constraint mails_pkey PRIMARY KEY (id)
);

CREATE INDEX mails_unsent ON public.mails USING btree (id) WHERE ((sent_at IS NULL) AND (withdrawn_at IS NULL));

create table memberships (
  space_id bigint not null,
  account_id bigint not null,
  role text not null default 'member'::text,
  added_by bigint,
  joined_at timestamp(3) with time zone not null default now(),
  constraint memberships_pkey PRIMARY KEY (space_id, account_id),
  constraint memberships_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint memberships_added_by_fkey FOREIGN KEY (added_by) REFERENCES accounts(id),
  constraint memberships_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  constraint memberships_role_check CHECK ((role = ANY (ARRAY['member'::text, 'steward'::text])))
);

CREATE INDEX memberships_account ON public.memberships USING btree (account_id, space_id);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.memberships REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.memberships REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.memberships REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.memberships FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table migrations (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migrations_pkey PRIMARY KEY (name)
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.migrations REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.migrations REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.migrations REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.migrations FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table moderation_appeals (
  id bigint not null generated always as identity,
  measure_id bigint not null,
  words text not null,
  made_at timestamp(3) with time zone not null,
  heard_by bigint,
  heard_at timestamp(3) with time zone,
  upheld boolean,
  answer text,
  constraint moderation_appeals_measure_id_key UNIQUE (measure_id),
  constraint moderation_appeals_pkey PRIMARY KEY (id),
  constraint moderation_appeals_heard_by_fkey FOREIGN KEY (heard_by) REFERENCES accounts(id),
  constraint moderation_appeals_measure_id_fkey FOREIGN KEY (measure_id) REFERENCES moderation_measures(id) ON DELETE CASCADE,
  constraint moderation_appeals_answer_check CHECK ((length(answer) <= 2000)),
  constraint moderation_appeals_check CHECK ((num_nonnulls(heard_by, heard_at, upheld, answer) = ANY (ARRAY[0, 4]))),
  constraint moderation_appeals_words_check CHECK (((length(words) >= 1) AND (length(words) <= 4000)))
);

CREATE INDEX moderation_appeals_open ON public.moderation_appeals USING btree (made_at, id) WHERE (heard_at IS NULL);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.moderation_appeals REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.moderation_appeals REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.moderation_appeals REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.moderation_appeals FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table moderation_cases (
  id bigint not null generated always as identity,
  side text not null,
  thread_id bigint not null,
  reply_id bigint,
  author_id bigint not null,
  weight integer not null default 0,
  opened_at timestamp(3) with time zone not null,
  claimed_by bigint,
  claimed_until timestamp(3) with time zone,
  closed_at timestamp(3) with time zone,
  constraint moderation_cases_pkey PRIMARY KEY (id),
  constraint moderation_cases_author_id_fkey FOREIGN KEY (author_id) REFERENCES accounts(id),
  constraint moderation_cases_claimed_by_fkey FOREIGN KEY (claimed_by) REFERENCES accounts(id),
  constraint moderation_cases_reply_id_fkey FOREIGN KEY (reply_id) REFERENCES replies(id) ON DELETE CASCADE,
  constraint moderation_cases_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint moderation_cases_check CHECK (((claimed_by IS NULL) = (claimed_until IS NULL))),
  constraint moderation_cases_side_check CHECK ((side = ANY (ARRAY['outside'::text, 'inside'::text])))
);

CREATE INDEX moderation_cases_post ON public.moderation_cases USING btree (thread_id);

CREATE INDEX moderation_cases_queue ON public.moderation_cases USING btree (side, weight DESC, opened_at, id) WHERE (closed_at IS NULL);

CREATE INDEX moderation_cases_reply ON public.moderation_cases USING btree (reply_id) WHERE (reply_id IS NOT NULL);

CREATE UNIQUE INDEX moderation_cases_open ON public.moderation_cases USING btree (thread_id, reply_id) NULLS NOT DISTINCT WHERE (closed_at IS NULL);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.moderation_cases REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.moderation_cases REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.moderation_cases REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.moderation_cases FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table moderation_flags (
  id bigint not null generated always as identity,
  case_id bigint not null,
  flagged_by bigint not null,
  rule text not null,
  words text not null,
  shown_title text not null,
  shown_body text not null,
  retaliates text,
  flagged_at timestamp(3) with time zone not null,
  of_standing boolean not null default false,
  constraint moderation_flags_case_id_flagged_by_key UNIQUE (case_id, flagged_by),
  constraint moderation_flags_pkey PRIMARY KEY (id),
  constraint moderation_flags_case_id_fkey FOREIGN KEY (case_id) REFERENCES moderation_cases(id) ON DELETE CASCADE,
  constraint moderation_flags_flagged_by_fkey FOREIGN KEY (flagged_by) REFERENCES accounts(id),
  constraint moderation_flags_retaliates_check CHECK ((retaliates = ANY (ARRAY['flagged-first'::text, 'measured'::text]))),
  constraint moderation_flags_words_check CHECK ((length(words) <= 1000))
);

CREATE INDEX moderation_flags_by ON public.moderation_flags USING btree (flagged_by, flagged_at DESC);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.moderation_flags REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.moderation_flags REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.moderation_flags REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.moderation_flags FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table moderation_measures (
  id bigint not null generated always as identity,
  case_id bigint not null,
  subject_id bigint not null,
  measure text not null,
  rule text,
  reason text not null,
  decided_by bigint,
  decided_at timestamp(3) with time zone not null,
  until_at timestamp(3) with time zone,
  every_hours integer,
  shown_title text not null,
  shown_body text not null,
  kept jsonb,
  ended_at timestamp(3) with time zone,
  ended_as text,
  ended_by bigint,
  constraint moderation_measures_pkey PRIMARY KEY (id),
  constraint moderation_measures_case_id_fkey FOREIGN KEY (case_id) REFERENCES moderation_cases(id) ON DELETE CASCADE,
  constraint moderation_measures_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES accounts(id),
  constraint moderation_measures_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES accounts(id),
  constraint moderation_measures_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES accounts(id),
  constraint moderation_measures_check CHECK (((measure = ANY (ARRAY['slow'::text, 'suspend'::text])) = (until_at IS NOT NULL))),
  constraint moderation_measures_check1 CHECK (((measure = 'slow'::text) = (every_hours IS NOT NULL))),
  constraint moderation_measures_check2 CHECK (((measure = 'none'::text) = (rule IS NULL))),
  constraint moderation_measures_check3 CHECK (((ended_at IS NULL) = (ended_as IS NULL))),
  constraint moderation_measures_ended_as_check CHECK ((ended_as = ANY (ARRAY['appeal'::text, 'moderator'::text, 'reviewed'::text, 'replaced'::text]))),
  constraint moderation_measures_every_hours_check CHECK (((every_hours >= 1) AND (every_hours <= 168))),
  constraint moderation_measures_measure_check CHECK ((measure = ANY (ARRAY['none'::text, 'hide'::text, 'remove'::text, 'slow'::text, 'suspend'::text, 'hold'::text]))),
  constraint moderation_measures_reason_check CHECK ((length(reason) <= 2000))
);

CREATE INDEX moderation_measures_case ON public.moderation_measures USING btree (case_id);

CREATE INDEX moderation_measures_subject ON public.moderation_measures USING btree (subject_id, decided_at DESC);

CREATE INDEX moderation_measures_writing ON public.moderation_measures USING btree (subject_id, until_at) WHERE ((measure = ANY (ARRAY['slow'::text, 'suspend'::text])) AND (ended_at IS NULL));

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.moderation_measures REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.moderation_measures REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.moderation_measures REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.moderation_measures FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table moved_replies (
  act_id bigint not null,
  reply_id bigint not null,
  from_thread_id bigint not null,
  constraint moved_replies_pkey PRIMARY KEY (act_id, reply_id),
  constraint moved_replies_act_id_fkey FOREIGN KEY (act_id) REFERENCES thread_acts(id) ON DELETE CASCADE,
  constraint moved_replies_from_thread_id_fkey FOREIGN KEY (from_thread_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint moved_replies_reply_id_fkey FOREIGN KEY (reply_id) REFERENCES replies(id) ON DELETE CASCADE
);

CREATE INDEX moved_replies_from ON public.moved_replies USING btree (from_thread_id, reply_id);

CREATE INDEX moved_replies_reply ON public.moved_replies USING btree (reply_id);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.moved_replies REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.moved_replies REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.moved_replies REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.moved_replies FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table node_paths (
  node_id bigint not null,
  ancestor_id bigint not null,
  depth integer not null,
  from_on date not null,
  to_on date,
  constraint node_paths_pkey PRIMARY KEY (node_id, ancestor_id, from_on),
  constraint node_paths_ancestor_id_fkey FOREIGN KEY (ancestor_id) REFERENCES axis_nodes(id) ON DELETE CASCADE,
  constraint node_paths_node_id_fkey FOREIGN KEY (node_id) REFERENCES axis_nodes(id) ON DELETE CASCADE
);

CREATE INDEX node_paths_ancestor ON public.node_paths USING btree (ancestor_id, node_id);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.node_paths REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.node_paths REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.node_paths REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.node_paths FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table notice_clocks (
  account_id bigint not null,
  grace_minutes smallint not null default 10,
  quiet_from smallint,
  quiet_until smallint,
  quiet_days smallint not null default 127,
  digest_hour smallint not null default 8,
  digest_weekday smallint not null default 1,
  constraint notice_clocks_pkey PRIMARY KEY (account_id),
  constraint notice_clocks_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint notice_clocks_check CHECK (((quiet_from IS NULL) = (quiet_until IS NULL))),
  constraint notice_clocks_digest_hour_check CHECK (((digest_hour >= 0) AND (digest_hour <= 23))),
  constraint notice_clocks_digest_weekday_check CHECK (((digest_weekday >= 1) AND (digest_weekday <= 7))),
  constraint notice_clocks_grace_minutes_check CHECK ((grace_minutes = ANY (ARRAY[0, 10, 60]))),
  constraint notice_clocks_quiet_days_check CHECK (((quiet_days >= 0) AND (quiet_days <= 127))),
  constraint notice_clocks_quiet_from_check CHECK (((quiet_from >= 0) AND (quiet_from <= 1439))),
  constraint notice_clocks_quiet_until_check CHECK (((quiet_until >= 0) AND (quiet_until <= 1439)))
);

create table notice_digests (
  account_id bigint not null,
  pace text not null,
  local_day date not null,
  mail_id bigint not null,
  sent_at timestamp(3) with time zone not null default now(),
  constraint notice_digests_pkey PRIMARY KEY (account_id, pace, local_day),
  constraint notice_digests_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint notice_digests_mail_id_fkey FOREIGN KEY (mail_id) REFERENCES mails(id),
  constraint notice_digests_pace_check CHECK ((pace = ANY (ARRAY['daily'::text, 'weekly'::text])))
);

create table notice_paces (
  account_id bigint not null,
  kind text not null,
  pace text not null,
  chosen_at timestamp(3) with time zone not null default now(),
  constraint notice_paces_pkey PRIMARY KEY (account_id, kind),
  constraint notice_paces_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint notice_paces_pace_check CHECK ((pace = ANY (ARRAY['at-once'::text, 'daily'::text, 'weekly'::text, 'here'::text, 'never'::text])))
);

create table notice_sendings (
  notice_id bigint not null,
  account_id bigint not null,
  pace text not null,
  due_at timestamp(3) with time zone not null,
  is_held boolean not null default false,
  constraint notice_sendings_pkey PRIMARY KEY (notice_id),
  constraint notice_sendings_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint notice_sendings_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notices(id) ON DELETE CASCADE,
  constraint notice_sendings_pace_check CHECK ((pace = ANY (ARRAY['at-once'::text, 'daily'::text, 'weekly'::text])))
);

CREATE INDEX notice_sendings_account ON public.notice_sendings USING btree (account_id);

CREATE INDEX notice_sendings_due ON public.notice_sendings USING btree (due_at, account_id);

create table notices (
  id bigint not null generated always as identity,
  account_id bigint not null,
  kind text not null,
  because text not null,
  thread_id bigint,
  reply_id bigint,
  actor_id bigint,
  made_at timestamp(3) with time zone not null default now(),
  read_at timestamp(3) with time zone,
  mail_id bigint,
  space_id bigint,
  occasion text not null default ''::text,
  person_id bigint,
  constraint notices_pkey PRIMARY KEY (id),
  constraint notices_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint notices_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES accounts(id),
  constraint notices_mail_id_fkey FOREIGN KEY (mail_id) REFERENCES mails(id),
  constraint notices_person_id_fkey FOREIGN KEY (person_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint notices_reply_id_fkey FOREIGN KEY (reply_id) REFERENCES replies(id) ON DELETE CASCADE,
  constraint notices_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  constraint notices_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint notices_check CHECK ((num_nonnulls(thread_id, space_id, person_id) = 1))
);

CREATE INDEX notices_account ON public.notices USING btree (account_id, made_at DESC, id DESC);

CREATE INDEX notices_of_thread ON public.notices USING btree (account_id, thread_id, made_at DESC, id DESC);

CREATE INDEX notices_person ON public.notices USING btree (person_id) WHERE (person_id IS NOT NULL);

CREATE INDEX notices_reply ON public.notices USING btree (reply_id) WHERE (reply_id IS NOT NULL);

CREATE INDEX notices_space ON public.notices USING btree (space_id) WHERE (space_id IS NOT NULL);

CREATE INDEX notices_thread ON public.notices USING btree (thread_id);

CREATE INDEX notices_unread ON public.notices USING btree (account_id, thread_id) WHERE (read_at IS NULL);

CREATE UNIQUE INDEX notices_once ON public.notices USING btree (account_id, kind, thread_id, reply_id, space_id, person_id, occasion) NULLS NOT DISTINCT;

create table office_exceptions (
  id bigint not null generated always as identity,
  account_id bigint not null,
  office text not null,
  reason text not null,
  asked_by bigint not null,
  asked_at timestamp(3) with time zone not null default now(),
  decided_by bigint,
  decided_at timestamp(3) with time zone,
  approved boolean,
  note text not null default ''::text,
  constraint office_exceptions_pkey PRIMARY KEY (id),
  constraint office_exceptions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint office_exceptions_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES accounts(id),
  constraint office_exceptions_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES accounts(id),
  constraint office_exceptions_check CHECK (((decided_at IS NULL) = (approved IS NULL))),
  constraint office_exceptions_check1 CHECK (((decided_at IS NULL) = (decided_by IS NULL))),
  constraint office_exceptions_check2 CHECK (((decided_by IS DISTINCT FROM asked_by) AND (decided_by IS DISTINCT FROM account_id))),
  constraint office_exceptions_note_check CHECK ((length(note) <= 500)),
  constraint office_exceptions_office_check CHECK ((office = ANY (ARRAY['inside-steward'::text, 'outside-steward'::text]))),
  constraint office_exceptions_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
);

CREATE INDEX office_exceptions_time ON public.office_exceptions USING btree (asked_at DESC, id DESC);

CREATE UNIQUE INDEX office_exceptions_open ON public.office_exceptions USING btree (account_id, office) WHERE (decided_at IS NULL);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.office_exceptions REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.office_exceptions REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.office_exceptions REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.office_exceptions FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table offices (
  id bigint not null generated always as identity,
  account_id bigint not null,
  office text not null,
  given_by bigint,
  given_at timestamp(3) with time zone not null default now(),
  ended_at timestamp(3) with time zone,
  exception_id bigint,
  before_exceptions boolean not null default false,
  constraint offices_exception_id_key UNIQUE (exception_id),
  constraint offices_pkey PRIMARY KEY (id),
  constraint offices_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint offices_exception_id_fkey FOREIGN KEY (exception_id) REFERENCES office_exceptions(id),
  constraint offices_given_by_fkey FOREIGN KEY (given_by) REFERENCES accounts(id),
  constraint offices_office_check CHECK ((office = ANY (ARRAY['owner'::text, 'inside-steward'::text, 'outside-steward'::text, 'official-voice'::text, 'executive'::text])))
);

CREATE UNIQUE INDEX offices_held ON public.offices USING btree (account_id, office) WHERE (ended_at IS NULL);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.offices REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.offices REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.offices REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.offices FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table official_answers (
  answer_id bigint not null,
  thread_id bigint not null,
  marked_by bigint not null,
  marked_at timestamp(3) with time zone not null default now(),
  ended_at timestamp(3) with time zone,
  constraint official_answers_pkey PRIMARY KEY (answer_id),
  constraint official_answers_answer_id_fkey FOREIGN KEY (answer_id) REFERENCES replies(id) ON DELETE CASCADE,
  constraint official_answers_marked_by_fkey FOREIGN KEY (marked_by) REFERENCES accounts(id),
  constraint official_answers_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE
);

CREATE INDEX official_answers_thread ON public.official_answers USING btree (thread_id) WHERE (ended_at IS NULL);

CREATE TRIGGER official_standing AFTER INSERT OR DELETE OR UPDATE ON public.official_answers FOR EACH ROW EXECUTE FUNCTION standing_by_answer();

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.official_answers FOR EACH ROW EXECUTE FUNCTION note_change_of_thread('thread_id');

CREATE TRIGGER visitor_change_by_reply AFTER INSERT OR DELETE OR UPDATE ON public.official_answers FOR EACH ROW EXECUTE FUNCTION note_change_of_reply('answer_id');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.official_answers FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table overdue_questions (
  thread_id bigint not null,
  promise_id bigint not null,
  found_at timestamp(3) with time zone not null,
  constraint overdue_questions_pkey PRIMARY KEY (thread_id, promise_id),
  constraint overdue_questions_promise_id_fkey FOREIGN KEY (promise_id) REFERENCES answer_promises(id) ON DELETE CASCADE,
  constraint overdue_questions_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE
);

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.overdue_questions FOR EACH ROW EXECUTE FUNCTION note_change_of_thread('thread_id');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.overdue_questions FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table own_data_exports (
  id bigint not null generated always as identity,
  account_id bigint not null,
  asked_at timestamp(3) with time zone not null,
  parts_done integer not null default 0,
  parts integer,
  finished_at timestamp(3) with time zone,
  failed_at timestamp(3) with time zone,
  byte_count bigint not null default 0,
  constraint own_data_exports_pkey PRIMARY KEY (id),
  constraint own_data_exports_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
);

CREATE INDEX own_data_exports_account ON public.own_data_exports USING btree (account_id, id DESC);

CREATE UNIQUE INDEX own_data_exports_under_way ON public.own_data_exports USING btree (account_id) WHERE ((finished_at IS NULL) AND (failed_at IS NULL));

create table own_data_pieces (
  export_id bigint not null,
  place integer not null,
  bytes bytea not null,
  constraint own_data_pieces_pkey PRIMARY KEY (export_id, place),
  constraint own_data_pieces_export_id_fkey FOREIGN KEY (export_id) REFERENCES own_data_exports(id) ON DELETE CASCADE
);

create table passkey_challenges (
  id bigint not null generated always as identity,
  secret_hash bytea not null,
  challenge text not null,
  account_id bigint,
  user_handle bytea,
  created_at timestamp(3) with time zone not null default now(),
  used_at timestamp(3) with time zone,
  constraint passkey_challenges_secret_hash_key UNIQUE (secret_hash),
  constraint passkey_challenges_pkey PRIMARY KEY (id),
  constraint passkey_challenges_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
);

create table passkeys (
  id bigint not null generated always as identity,
  account_id bigint not null,
  user_handle bytea not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null default 0,
  transports text[] not null default '{}'::text[],
  name text not null,
  backed_up boolean not null default false,
  created_at timestamp(3) with time zone not null default now(),
  last_used_at timestamp(3) with time zone,
  constraint passkeys_credential_id_key UNIQUE (credential_id),
  constraint passkeys_pkey PRIMARY KEY (id),
  constraint passkeys_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint passkeys_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60)))
);

CREATE INDEX passkeys_account ON public.passkeys USING btree (account_id);

create table perks (
  id bigint not null generated always as identity,
  account_id bigint not null,
  what text not null,
  from_on date not null,
  to_on date,
  recorded_by bigint not null,
  recorded_at timestamp(3) with time zone not null,
  withdrawn_at timestamp(3) with time zone,
  withdrawn_by bigint,
  constraint perks_pkey PRIMARY KEY (id),
  constraint perks_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint perks_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES accounts(id),
  constraint perks_withdrawn_by_fkey FOREIGN KEY (withdrawn_by) REFERENCES accounts(id),
  constraint perks_check CHECK ((to_on >= from_on)),
  constraint perks_check1 CHECK (((withdrawn_at IS NULL) = (withdrawn_by IS NULL))),
  constraint perks_what_check CHECK (((length(what) >= 1) AND (length(what) <= 200)))
);

CREATE INDEX perks_account ON public.perks USING btree (account_id) WHERE (withdrawn_at IS NULL);

CREATE INDEX perks_list ON public.perks USING btree (recorded_at DESC, id DESC);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.perks REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.perks REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.perks REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.perks FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table personal_feeds (
  id bigint not null generated always as identity,
  account_id bigint not null,
  space_id bigint,
  token_hash bytea not null,
  made_at timestamp(3) with time zone not null default now(),
  read_at timestamp(3) with time zone,
  constraint personal_feeds_account_id_space_id_key UNIQUE NULLS NOT DISTINCT (account_id, space_id),
  constraint personal_feeds_token_hash_key UNIQUE (token_hash),
  constraint personal_feeds_pkey PRIMARY KEY (id),
  constraint personal_feeds_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint personal_feeds_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  constraint personal_feeds_token_hash_check CHECK ((length(token_hash) = 32))
);

create table placements (
  id bigint not null generated always as identity,
  node_id bigint not null,
  account_id bigint,
  role text,
  space_id bigint,
  thread_id bigint,
  from_on date not null default utc_today(),
  to_on date,
  placed_by bigint,
  placed_at timestamp(3) with time zone not null default now(),
  constraint placements_pkey PRIMARY KEY (id),
  constraint placements_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint placements_node_id_fkey FOREIGN KEY (node_id) REFERENCES axis_nodes(id),
  constraint placements_placed_by_fkey FOREIGN KEY (placed_by) REFERENCES accounts(id),
  constraint placements_role_fkey FOREIGN KEY (role) REFERENCES position_roles(key),
  constraint placements_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  constraint placements_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint placements_check CHECK ((num_nonnulls(account_id, space_id, thread_id) = 1)),
  constraint placements_check1 CHECK (((account_id IS NULL) = (role IS NULL))),
  constraint placements_check2 CHECK (((to_on IS NULL) OR (to_on > from_on)))
);

CREATE INDEX placements_account ON public.placements USING btree (account_id, node_id) WHERE (account_id IS NOT NULL);

CREATE INDEX placements_node ON public.placements USING btree (node_id, id);

CREATE INDEX placements_space ON public.placements USING btree (space_id, node_id) WHERE (space_id IS NOT NULL);

CREATE INDEX placements_thread ON public.placements USING btree (thread_id, node_id) WHERE (thread_id IS NOT NULL);

CREATE TRIGGER placements_checked BEFORE INSERT OR UPDATE ON public.placements FOR EACH ROW EXECUTE FUNCTION check_placement();

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.placements REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.placements REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.placements REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.placements FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table position_roles (
  key text not null,
  title text not null,
  rank integer not null,
  built_in boolean not null default false,
  created_at timestamp(3) with time zone not null default now(),
  constraint position_roles_pkey PRIMARY KEY (key),
  constraint position_roles_key_check CHECK ((key ~ '^[a-z][a-z0-9-]{0,62}$'::text)),
  constraint position_roles_rank_check CHECK (((rank >= 0) AND (rank <= 2))),
  constraint position_roles_title_check CHECK (((length(title) >= 1) AND (length(title) <= 60)))
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.position_roles REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.position_roles REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.position_roles REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.position_roles FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table praise_thanks (
  thread_id bigint not null,
  account_id bigint not null,
  given_at timestamp(3) with time zone not null,
  constraint praise_thanks_pkey PRIMARY KEY (thread_id, account_id),
  constraint praise_thanks_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint praise_thanks_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE
);

CREATE INDEX praise_thanks_account ON public.praise_thanks USING btree (account_id);

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.praise_thanks FOR EACH ROW EXECUTE FUNCTION note_change_of_thread('thread_id');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.praise_thanks FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table problem_changes (
  id bigint not null generated always as identity,
  thread_id bigint not null,
  from_state text not null,
  to_state text not null,
  note text not null,
  changed_by bigint,
  changed_at timestamp(3) with time zone not null,
  constraint problem_changes_pkey PRIMARY KEY (id),
  constraint problem_changes_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES accounts(id),
  constraint problem_changes_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE
);

CREATE INDEX problem_changes_thread ON public.problem_changes USING btree (thread_id, id);

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.problem_changes FOR EACH ROW EXECUTE FUNCTION note_change_of_thread('thread_id');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.problem_changes FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table problems (
  thread_id bigint not null,
  state text not null,
  note text not null,
  changed_by bigint,
  changed_at timestamp(3) with time zone not null,
  constraint problems_pkey PRIMARY KEY (thread_id),
  constraint problems_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES accounts(id),
  constraint problems_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint problems_note_check CHECK ((length(note) <= 500)),
  constraint problems_state_check CHECK ((state = ANY (ARRAY['reported'::text, 'confirmed'::text, 'workaround'::text, 'fixed'::text, 'no-fault'::text])))
);

CREATE INDEX problems_state ON public.problems USING btree (state, thread_id);

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.problems FOR EACH ROW EXECUTE FUNCTION note_change_of_thread('thread_id');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.problems FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table product_tags (
  id bigint not null generated always as identity,
  tag_id bigint not null,
  named_by bigint,
  named_at timestamp(3) with time zone not null,
  ended_by bigint,
  ended_at timestamp(3) with time zone,
  constraint product_tags_pkey PRIMARY KEY (id),
  constraint product_tags_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES accounts(id),
  constraint product_tags_named_by_fkey FOREIGN KEY (named_by) REFERENCES accounts(id),
  constraint product_tags_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tags(id)
);

CREATE INDEX product_tags_list ON public.product_tags USING btree (named_at DESC, id DESC);

CREATE UNIQUE INDEX product_tags_now ON public.product_tags USING btree (tag_id) WHERE (ended_at IS NULL);

CREATE TRIGGER product_tags_kept BEFORE UPDATE ON public.product_tags FOR EACH ROW EXECUTE FUNCTION keep_product_tag();

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.product_tags REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.product_tags REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.product_tags REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.product_tags FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table profile_fields (
  account_id bigint not null,
  field text not null,
  value text not null default ''::text,
  reach smallint not null,
  constraint profile_fields_pkey PRIMARY KEY (account_id, field),
  constraint profile_fields_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint profile_fields_check CHECK (((field <> ALL (ARRAY['email'::text, 'phone'::text])) OR (reach <= 1))),
  constraint profile_fields_field_check CHECK ((field = ANY (ARRAY['about'::text, 'organisation'::text, 'place'::text, 'website'::text, 'email'::text, 'phone'::text, 'connections'::text]))),
  constraint profile_fields_reach_check CHECK (((reach >= 0) AND (reach <= 5))),
  constraint profile_fields_value_check CHECK ((length(value) <= 4000))
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.profile_fields REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.profile_fields REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.profile_fields REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.profile_fields FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table provider_domains (
  domain text not null,
  provider_id bigint not null,
  constraint provider_domains_pkey PRIMARY KEY (domain),
  constraint provider_domains_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES identity_providers(id) ON DELETE CASCADE,
  constraint provider_domains_domain_check CHECK (((domain = lower(domain)) AND (domain ~ '^[a-z0-9.-]+\.[a-z0-9-]+$'::text)))
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.provider_domains REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.provider_domains REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.provider_domains REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.provider_domains FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table provider_journeys (
  id bigint not null generated always as identity,
  provider_id bigint not null,
  realm text not null,
  purpose text not null,
  state_hash bytea not null,
  browser_hash bytea not null,
  sealed bytea not null,
  next_path text,
  created_at timestamp(3) with time zone not null default now(),
  expires_at timestamp(3) with time zone not null,
  returned_at timestamp(3) with time zone,
  found jsonb,
  finished_at timestamp(3) with time zone,
  constraint provider_journeys_state_hash_key UNIQUE (state_hash),
  constraint provider_journeys_pkey PRIMARY KEY (id),
  constraint provider_journeys_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES identity_providers(id) ON DELETE CASCADE,
  constraint provider_journeys_purpose_check CHECK ((purpose = ANY (ARRAY['enter'::text, 'link'::text]))),
  constraint provider_journeys_realm_check CHECK ((realm = ANY (ARRAY['inside'::text, 'outside'::text])))
);

CREATE INDEX provider_journeys_created ON public.provider_journeys USING btree (created_at);

create table push_devices (
  id bigint not null generated always as identity,
  account_id bigint not null,
  endpoint text not null,
  p256dh text not null,
  auth text not null,
  name text not null,
  added_at timestamp(3) with time zone not null default now(),
  last_told_at timestamp(3) with time zone,
  browser uuid not null,
  constraint push_devices_endpoint_key UNIQUE (endpoint),
  constraint push_devices_pkey PRIMARY KEY (id),
  constraint push_devices_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint push_devices_endpoint_check CHECK (((length(endpoint) >= 1) AND (length(endpoint) <= 1000))),
  constraint push_devices_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
);

CREATE INDEX push_devices_account ON public.push_devices USING btree (account_id);

create table rate_limits (
  bucket text not null,
  window_start timestamp(3) with time zone not null,
  used integer not null,
  constraint rate_limits_pkey PRIMARY KEY (bucket, window_start)
);

CREATE INDEX rate_limits_window ON public.rate_limits USING btree (window_start);

create table reach_undos (
  id bigint not null generated always as identity,
  account_id bigint not null,
  kept_at timestamp(3) with time zone not null,
  before jsonb not null,
  constraint reach_undos_account_id_key UNIQUE (account_id),
  constraint reach_undos_pkey PRIMARY KEY (id),
  constraint reach_undos_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
);

create table read_positions (
  account_id bigint not null,
  thread_id bigint not null,
  reply_id bigint not null default 0,
  read_at timestamp(3) with time zone not null default now(),
  constraint read_positions_pkey PRIMARY KEY (account_id, thread_id),
  constraint read_positions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint read_positions_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE
);

CREATE INDEX read_positions_thread ON public.read_positions USING btree (thread_id);

create table recovery_codes (
  id bigint not null generated always as identity,
  account_id bigint not null,
  code_hash bytea not null,
  made_at timestamp(3) with time zone not null default now(),
  used_at timestamp(3) with time zone,
  constraint recovery_codes_code_hash_key UNIQUE (code_hash),
  constraint recovery_codes_pkey PRIMARY KEY (id),
  constraint recovery_codes_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
);

CREATE INDEX recovery_codes_account ON public.recovery_codes USING btree (account_id);

create table replies (
  id bigint not null generated always as identity,
  thread_id bigint not null,
  kind text not null,
  parent_id bigint,
  author_id bigint not null,
  body text not null,
  imported_score integer not null default 0,
  kudos_count integer not null default 0,
  created_at timestamp(3) with time zone not null default now(),
  edited_at timestamp(3) with time zone,
  recalled_at timestamp(3) with time zone,
  hidden_at timestamp(3) with time zone,
  removed_at timestamp(3) with time zone,
  words tsvector generated always as (search_words(''::text, body, 'D'::"char")) stored,
  taken_back_at timestamp(3) with time zone,
  constraint replies_pkey PRIMARY KEY (id),
  constraint replies_author_id_fkey FOREIGN KEY (author_id) REFERENCES accounts(id),
  constraint replies_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES replies(id),
  constraint replies_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint replies_body_check CHECK ((length(body) <= 60000)),
  constraint replies_check CHECK (((taken_back_at IS NULL) OR (removed_at IS NOT NULL))),
  constraint replies_kind_check CHECK ((kind = ANY (ARRAY['answer'::text, 'comment'::text, 'reply'::text])))
);

CREATE INDEX replies_author ON public.replies USING btree (author_id, created_at DESC);

CREATE INDEX replies_newest ON public.replies USING btree (created_at DESC, id DESC);

CREATE INDEX replies_parent ON public.replies USING btree (parent_id, created_at, id) WHERE (parent_id IS NOT NULL);

CREATE INDEX replies_thread ON public.replies USING btree (thread_id, created_at, id);

CREATE INDEX replies_thread_id ON public.replies USING btree (thread_id, id);

CREATE INDEX replies_words ON public.replies USING gin (words);

CREATE TRIGGER replies_marker AFTER INSERT ON public.replies FOR EACH ROW WHEN ((new.parent_id IS NOT NULL)) EXECUTE FUNCTION follow_comments();

CREATE TRIGGER replies_marker_shown AFTER UPDATE OF hidden_at ON public.replies FOR EACH ROW WHEN (((new.parent_id IS NOT NULL) AND (old.hidden_at IS DISTINCT FROM new.hidden_at))) EXECUTE FUNCTION follow_comments();

CREATE TRIGGER replies_shown AFTER UPDATE OF hidden_at, removed_at ON public.replies FOR EACH ROW EXECUTE FUNCTION reply_shown_changed();

CREATE TRIGGER replies_standing AFTER UPDATE OF recalled_at, hidden_at, removed_at, author_id, thread_id ON public.replies FOR EACH ROW EXECUTE FUNCTION standing_by_reply();

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.replies FOR EACH ROW EXECUTE FUNCTION note_reply_visitors_see();

create table revisions (
  id bigint not null generated always as identity,
  thread_id bigint,
  reply_id bigint,
  title text,
  body text not null,
  written_by bigint not null,
  written_at timestamp(3) with time zone not null,
  replaced_at timestamp(3) with time zone not null default now(),
  constraint revisions_pkey PRIMARY KEY (id),
  constraint revisions_reply_id_fkey FOREIGN KEY (reply_id) REFERENCES replies(id) ON DELETE CASCADE,
  constraint revisions_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint revisions_written_by_fkey FOREIGN KEY (written_by) REFERENCES accounts(id),
  constraint revisions_check CHECK (((thread_id IS NULL) <> (reply_id IS NULL)))
);

CREATE INDEX revisions_reply ON public.revisions USING btree (reply_id, replaced_at DESC) WHERE (reply_id IS NOT NULL);

CREATE INDEX revisions_thread ON public.revisions USING btree (thread_id, replaced_at DESC) WHERE (thread_id IS NOT NULL);

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.revisions FOR EACH ROW EXECUTE FUNCTION note_change_of_thread('thread_id');

CREATE TRIGGER visitor_change_by_reply AFTER INSERT OR DELETE OR UPDATE ON public.revisions FOR EACH ROW EXECUTE FUNCTION note_change_of_reply('reply_id');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.revisions FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table same_heres (
  thread_id bigint not null,
  account_id bigint not null,
  said_at timestamp(3) with time zone not null default now(),
  constraint same_heres_pkey PRIMARY KEY (thread_id, account_id),
  constraint same_heres_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint same_heres_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE
);

CREATE INDEX same_heres_account ON public.same_heres USING btree (account_id);

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.same_heres FOR EACH ROW EXECUTE FUNCTION note_change_of_thread('thread_id');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.same_heres FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table searches_without_finds (
  side text not null,
  day date not null,
  words text not null,
  times integer not null default 1,
  constraint searches_without_finds_pkey PRIMARY KEY (side, day, words),
  constraint searches_without_finds_side_check CHECK ((side = ANY (ARRAY['inside'::text, 'outside'::text]))),
  constraint searches_without_finds_words_check CHECK ((length(words) <= 60))
);

create table second_factors (
  account_id bigint not null,
  secret bytea not null,
  made_at timestamp(3) with time zone not null default now(),
  confirmed_at timestamp(3) with time zone,
  last_step bigint not null default 0,
  constraint second_factors_pkey PRIMARY KEY (account_id),
  constraint second_factors_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
);

create table sessions (
  id bigint not null generated always as identity,
  account_id bigint not null,
  token_hash bytea not null,
  proved_by text not null,
  device text not null default ''::text,
  created_at timestamp(3) with time zone not null default now(),
  last_seen_at timestamp(3) with time zone not null default now(),
  expires_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  proved_at timestamp(3) with time zone not null default now(),
  waits_for_factor boolean not null default false,
  browser uuid not null default gen_random_uuid(),
  constraint sessions_token_hash_key UNIQUE (token_hash),
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint sessions_proved_by_check CHECK ((proved_by = ANY (ARRAY['password'::text, 'code'::text, 'invitation'::text, 'setup'::text, 'sign-up'::text, 'provider'::text, 'passkey'::text])))
);

CREATE INDEX sessions_account ON public.sessions USING btree (account_id) WHERE (ended_at IS NULL);

create table settings (
  key text not null,
  value jsonb not null,
  changed_at timestamp(3) with time zone not null default now(),
  constraint settings_pkey PRIMARY KEY (key)
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.settings REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.settings REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.settings REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.settings FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table setup_links (
  id bigint not null generated always as identity,
  token_hash bytea not null,
  created_at timestamp(3) with time zone not null default now(),
  used_at timestamp(3) with time zone,
  constraint setup_links_token_hash_key UNIQUE (token_hash),
  constraint setup_links_pkey PRIMARY KEY (id)
);

create table space_changes (
  id bigint not null generated always as identity,
  space_id bigint not null,
  what text not null,
  account_id bigint,
  before text,
  after text,
  changed_by bigint,
  changed_at timestamp(3) with time zone not null default now(),
  constraint space_changes_pkey PRIMARY KEY (id),
  constraint space_changes_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint space_changes_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES accounts(id),
  constraint space_changes_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  constraint space_changes_what_check CHECK ((what = ANY (ARRAY['moved'::text, 'stopped'::text, 'lifted'::text, 'renamed'::text, 'described'::text, 'narrowed'::text, 'archived'::text, 'reopened'::text, 'member-added'::text, 'member-removed'::text, 'placed'::text, 'taken-off'::text])))
);

CREATE INDEX space_changes_space ON public.space_changes USING btree (space_id, id DESC);

create table space_flow (
  space_id bigint not null,
  source_id bigint not null,
  depth integer not null,
  administrators_only boolean not null,
  constraint space_flow_pkey PRIMARY KEY (space_id, source_id),
  constraint space_flow_source_id_fkey FOREIGN KEY (source_id) REFERENCES spaces(id) ON DELETE CASCADE,
  constraint space_flow_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE
);

CREATE INDEX space_flow_source ON public.space_flow USING btree (source_id, space_id);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.space_flow REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.space_flow REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.space_flow REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.space_flow FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table space_robots (
  space_id bigint not null,
  realm text not null default 'outside'::text,
  listed boolean not null,
  ai boolean not null,
  chosen_by bigint,
  chosen_at timestamp(3) with time zone not null default now(),
  constraint space_robots_pkey PRIMARY KEY (space_id),
  constraint space_robots_chosen_by_fkey FOREIGN KEY (chosen_by) REFERENCES accounts(id),
  constraint space_robots_space_id_realm_fkey FOREIGN KEY (space_id, realm) REFERENCES spaces(id, realm) ON DELETE CASCADE,
  constraint space_robots_realm_check CHECK ((realm = 'outside'::text))
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.space_robots REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.space_robots REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.space_robots REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.space_robots FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table spaces (
  id bigint not null generated always as identity,
  realm text not null,
  slug text not null,
  title text not null,
  description text not null default ''::text,
  access text not null,
  created_by bigint,
  created_at timestamp(3) with time zone not null default now(),
  archived_at timestamp(3) with time zone,
  parent_id bigint,
  stops text,
  stopped_by bigint,
  constraint spaces_id_realm_key UNIQUE (id, realm),
  constraint spaces_slug_key UNIQUE (slug),
  constraint spaces_pkey PRIMARY KEY (id),
  constraint spaces_created_by_fkey FOREIGN KEY (created_by) REFERENCES accounts(id),
  constraint spaces_parent_id_realm_fkey FOREIGN KEY (parent_id, realm) REFERENCES spaces(id, realm),
  constraint spaces_stopped_by_fkey FOREIGN KEY (stopped_by) REFERENCES accounts(id),
  constraint spaces_check CHECK ((((realm = 'inside'::text) AND (access = ANY (ARRAY['employees'::text, 'members'::text]))) OR ((realm = 'outside'::text) AND (access = ANY (ARRAY['public'::text, 'members'::text]))) OR ((realm = 'bridge'::text) AND (access = 'invited'::text)))),
  constraint spaces_check1 CHECK ((parent_id IS DISTINCT FROM id)),
  constraint spaces_realm_check CHECK ((realm = ANY (ARRAY['inside'::text, 'outside'::text, 'bridge'::text]))),
  constraint spaces_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
  constraint spaces_stops_check CHECK ((stops = ANY (ARRAY['manager'::text, 'administrator'::text]))),
  constraint spaces_title_check CHECK (((length(title) >= 1) AND (length(title) <= 120)))
);

CREATE INDEX spaces_parent ON public.spaces USING btree (parent_id) WHERE (parent_id IS NOT NULL);

CREATE TRIGGER spaces_first_promise AFTER INSERT ON public.spaces FOR EACH ROW WHEN ((new.realm = 'outside'::text)) EXECUTE FUNCTION promise_in_first_space();

CREATE TRIGGER spaces_flow AFTER UPDATE OF parent_id, stops ON public.spaces FOR EACH ROW WHEN (((old.parent_id IS DISTINCT FROM new.parent_id) OR (old.stops IS DISTINCT FROM new.stops))) EXECUTE FUNCTION space_place_changed();

CREATE TRIGGER spaces_flow_new AFTER INSERT ON public.spaces FOR EACH ROW EXECUTE FUNCTION space_place_changed();

CREATE TRIGGER spaces_realm_fixed BEFORE UPDATE OF realm ON public.spaces FOR EACH ROW EXECUTE FUNCTION refuse_realm_change();

CREATE TRIGGER spaces_standing AFTER UPDATE OF access ON public.spaces FOR EACH ROW WHEN ((old.access IS DISTINCT FROM new.access)) EXECUTE FUNCTION standing_by_space();

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.spaces REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.spaces REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.spaces REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.spaces FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table sponsorships (
  id bigint not null generated always as identity,
  guest_id bigint not null,
  space_id bigint not null,
  sponsor_id bigint not null,
  began_at timestamp(3) with time zone not null default now(),
  renewed_at timestamp(3) with time zone,
  lapses_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  ended_by bigint,
  reminded_at timestamp(3) with time zone,
  constraint sponsorships_pkey PRIMARY KEY (id),
  constraint sponsorships_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES accounts(id),
  constraint sponsorships_guest_id_fkey FOREIGN KEY (guest_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint sponsorships_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  constraint sponsorships_sponsor_id_fkey FOREIGN KEY (sponsor_id) REFERENCES accounts(id)
);

CREATE INDEX sponsorships_lapse ON public.sponsorships USING btree (lapses_at) WHERE (ended_at IS NULL);

CREATE INDEX sponsorships_sponsor ON public.sponsorships USING btree (sponsor_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX sponsorships_standing ON public.sponsorships USING btree (guest_id, space_id) WHERE (ended_at IS NULL);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.sponsorships REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.sponsorships REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.sponsorships REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.sponsorships FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table standing_due (
  id bigint not null generated always as identity,
  account_id bigint not null,
  constraint standing_due_pkey PRIMARY KEY (id)
);

CREATE INDEX standing_due_account ON public.standing_due USING btree (account_id);

create table standing_quarters (
  account_id bigint not null,
  space_id bigint not null,
  quarter text not null,
  points integer not null,
  thanks integer not null,
  accepted integer not null,
  constraint standing_quarters_pkey PRIMARY KEY (account_id, space_id, quarter),
  constraint standing_quarters_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint standing_quarters_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces(id) ON DELETE CASCADE,
  constraint standing_quarters_points_check CHECK ((points > 0)),
  constraint standing_quarters_quarter_check CHECK ((quarter ~ '^[0-9]{4}-q[1-4]$'::text))
);

CREATE INDEX standing_quarters_list ON public.standing_quarters USING btree (space_id, quarter, points DESC, account_id);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.standing_quarters REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.standing_quarters REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.standing_quarters REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.standing_quarters FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table standings (
  account_id bigint not null,
  level smallint not null,
  points integer not null,
  thanks integer not null,
  people integer not null,
  mutual integer not null,
  accepted integer not null,
  endorsed integer not null,
  computed_at timestamp(3) with time zone not null,
  constraint standings_pkey PRIMARY KEY (account_id),
  constraint standings_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint standings_level_check CHECK (((level >= 0) AND (level <= 3))),
  constraint standings_points_check CHECK ((points > 0))
);

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.standings FOR EACH ROW EXECUTE FUNCTION note_standing_visitors_see();

create table starting_reaches (
  account_id bigint not null,
  posts text not null,
  reach smallint not null,
  constraint starting_reaches_pkey PRIMARY KEY (account_id, posts),
  constraint starting_reaches_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint starting_reaches_posts_check CHECK ((posts = ANY (ARRAY['questions'::text, 'others'::text]))),
  constraint starting_reaches_reach_check CHECK (((reach >= 0) AND (reach <= 5)))
);

create table storm_choices (
  thread_id bigint not null,
  storm_id bigint not null,
  place integer not null,
  constraint storm_choices_storm_id_place_key UNIQUE (storm_id, place),
  constraint storm_choices_pkey PRIMARY KEY (thread_id),
  constraint storm_choices_storm_id_fkey FOREIGN KEY (storm_id) REFERENCES storms(id),
  constraint storm_choices_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES storm_ideas(thread_id) ON DELETE CASCADE,
  constraint storm_choices_place_check CHECK (((place >= 1) AND (place <= 20)))
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.storm_choices REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.storm_choices REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.storm_choices REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.storm_choices FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table storm_ideas (
  thread_id bigint not null,
  storm_id bigint not null,
  submitted_by bigint not null,
  submitted_at timestamp(3) with time zone not null,
  constraint storm_ideas_pkey PRIMARY KEY (thread_id),
  constraint storm_ideas_storm_id_fkey FOREIGN KEY (storm_id) REFERENCES storms(id),
  constraint storm_ideas_submitted_by_fkey FOREIGN KEY (submitted_by) REFERENCES accounts(id),
  constraint storm_ideas_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE
);

CREATE INDEX storm_ideas_storm ON public.storm_ideas USING btree (storm_id, thread_id);

CREATE TRIGGER storm_ideas_in_hours BEFORE INSERT OR UPDATE ON public.storm_ideas FOR EACH ROW EXECUTE FUNCTION refuse_out_of_hours();

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.storm_ideas REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.storm_ideas REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.storm_ideas REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.storm_ideas FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table storm_judges (
  storm_id bigint not null,
  account_id bigint not null,
  constraint storm_judges_pkey PRIMARY KEY (storm_id, account_id),
  constraint storm_judges_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint storm_judges_storm_id_fkey FOREIGN KEY (storm_id) REFERENCES storms(id) ON DELETE CASCADE
);

CREATE INDEX storm_judges_account ON public.storm_judges USING btree (account_id);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.storm_judges REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.storm_judges REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.storm_judges REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.storm_judges FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table storm_notes (
  thread_id bigint not null,
  judge_id bigint not null,
  body text not null,
  chooses boolean not null,
  written_at timestamp(3) with time zone not null,
  constraint storm_notes_pkey PRIMARY KEY (thread_id, judge_id),
  constraint storm_notes_judge_id_fkey FOREIGN KEY (judge_id) REFERENCES accounts(id),
  constraint storm_notes_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES storm_ideas(thread_id) ON DELETE CASCADE,
  constraint storm_notes_body_check CHECK ((length(body) <= 5000))
);

CREATE INDEX storm_notes_judge ON public.storm_notes USING btree (judge_id);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.storm_notes REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.storm_notes REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.storm_notes REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.storm_notes FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table storms (
  id bigint not null generated always as identity,
  realm text not null,
  space_id bigint not null,
  question text not null,
  body text not null,
  rules text not null,
  opens_at timestamp(3) with time zone not null,
  closes_at timestamp(3) with time zone not null,
  time_zone text not null,
  started_by bigint not null,
  started_at timestamp(3) with time zone not null default now(),
  opening_told_at timestamp(3) with time zone,
  closing_told_at timestamp(3) with time zone,
  result_thread_id bigint,
  finished_by bigint,
  finished_at timestamp(3) with time zone,
  constraint storms_result_thread_id_key UNIQUE (result_thread_id),
  constraint storms_pkey PRIMARY KEY (id),
  constraint storms_finished_by_fkey FOREIGN KEY (finished_by) REFERENCES accounts(id),
  constraint storms_result_thread_id_fkey FOREIGN KEY (result_thread_id) REFERENCES threads(id),
  constraint storms_space_id_realm_fkey FOREIGN KEY (space_id, realm) REFERENCES spaces(id, realm),
  constraint storms_started_by_fkey FOREIGN KEY (started_by) REFERENCES accounts(id),
  constraint storms_body_check CHECK ((length(body) <= 20000)),
  constraint storms_check CHECK ((closes_at > opens_at)),
  constraint storms_finish_after_closing CHECK ((finished_at >= closes_at)),
  constraint storms_need_a_result CHECK ((num_nonnulls(result_thread_id, finished_by, finished_at) = ANY (ARRAY[0, 3]))),
  constraint storms_question_check CHECK (((length(question) >= 1) AND (length(question) <= 200))),
  constraint storms_rules_check CHECK (((length(rules) >= 1) AND (length(rules) <= 20000))),
  constraint storms_time_zone_check CHECK (((length(time_zone) >= 1) AND (length(time_zone) <= 64)))
);

CREATE INDEX storms_closing ON public.storms USING btree (closes_at DESC, id DESC);

CREATE INDEX storms_space ON public.storms USING btree (space_id, closes_at DESC, id DESC);

CREATE INDEX storms_untold ON public.storms USING btree (opens_at) WHERE ((opening_told_at IS NULL) OR (closing_told_at IS NULL));

CREATE TRIGGER storms_stay_finished BEFORE UPDATE ON public.storms FOR EACH ROW EXECUTE FUNCTION refuse_unfinishing();

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.storms REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.storms REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.storms REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.storms FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table structure_people (
  email text not null,
  account_id bigint not null,
  named_at timestamp(3) with time zone not null default now(),
  constraint structure_people_pkey PRIMARY KEY (email),
  constraint structure_people_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint structure_people_email_check CHECK (((email = lower(email)) AND (email ~~ '%_@_%'::text)))
);

CREATE INDEX structure_people_account ON public.structure_people USING btree (account_id);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.structure_people REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.structure_people REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.structure_people REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.structure_people FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table swarm_calls (
  swarm_id bigint not null,
  account_id bigint not null,
  called_by bigint not null,
  reason text not null,
  called_at timestamp(3) with time zone not null default now(),
  joined_at timestamp(3) with time zone,
  constraint swarm_calls_pkey PRIMARY KEY (swarm_id, account_id),
  constraint swarm_calls_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint swarm_calls_called_by_fkey FOREIGN KEY (called_by) REFERENCES accounts(id),
  constraint swarm_calls_swarm_id_fkey FOREIGN KEY (swarm_id) REFERENCES swarms(id) ON DELETE CASCADE
);

CREATE INDEX swarm_calls_account ON public.swarm_calls USING btree (account_id);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.swarm_calls REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.swarm_calls REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.swarm_calls REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.swarm_calls FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table swarm_wording_agreements (
  wording_id bigint not null,
  account_id bigint not null,
  agreed_at timestamp(3) with time zone not null default now(),
  constraint swarm_wording_agreements_pkey PRIMARY KEY (wording_id, account_id),
  constraint swarm_wording_agreements_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id),
  constraint swarm_wording_agreements_wording_id_fkey FOREIGN KEY (wording_id) REFERENCES swarm_wordings(id) ON DELETE CASCADE
);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.swarm_wording_agreements REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.swarm_wording_agreements REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.swarm_wording_agreements REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.swarm_wording_agreements FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table swarm_wordings (
  id bigint not null generated always as identity,
  swarm_id bigint not null,
  body text not null,
  written_by bigint not null,
  written_at timestamp(3) with time zone not null default now(),
  crossing_id bigint,
  constraint swarm_wordings_pkey PRIMARY KEY (id),
  constraint swarm_wordings_crossing_id_fkey FOREIGN KEY (crossing_id) REFERENCES crossings(id),
  constraint swarm_wordings_swarm_id_fkey FOREIGN KEY (swarm_id) REFERENCES swarms(id) ON DELETE CASCADE,
  constraint swarm_wordings_written_by_fkey FOREIGN KEY (written_by) REFERENCES accounts(id),
  constraint swarm_wordings_body_check CHECK (((length(body) >= 1) AND (length(body) <= 60000)))
);

CREATE INDEX swarm_wordings_swarm ON public.swarm_wordings USING btree (swarm_id, id DESC);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.swarm_wordings REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.swarm_wordings REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.swarm_wordings REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.swarm_wordings FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table swarms (
  id bigint not null generated always as identity,
  question_id bigint not null,
  companion_id bigint not null,
  owner_id bigint not null,
  opened_by bigint not null,
  opened_at timestamp(3) with time zone not null default now(),
  closed_at timestamp(3) with time zone,
  closed_by bigint,
  came_from bigint[] not null default '{}'::bigint[],
  constraint swarms_companion_id_key UNIQUE (companion_id),
  constraint swarms_pkey PRIMARY KEY (id),
  constraint swarms_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES accounts(id),
  constraint swarms_companion_id_fkey FOREIGN KEY (companion_id) REFERENCES threads(id),
  constraint swarms_opened_by_fkey FOREIGN KEY (opened_by) REFERENCES accounts(id),
  constraint swarms_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES accounts(id),
  constraint swarms_question_id_fkey FOREIGN KEY (question_id) REFERENCES threads(id)
);

CREATE INDEX swarms_opened ON public.swarms USING btree (opened_at DESC, id DESC);

CREATE INDEX swarms_question ON public.swarms USING btree (question_id);

CREATE UNIQUE INDEX swarms_open ON public.swarms USING btree (question_id) WHERE (closed_at IS NULL);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.swarms REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.swarms REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.swarms REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.swarms FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table tag_synonyms (
  id bigint not null generated always as identity,
  side text not null,
  tag_id bigint not null,
  into_id bigint not null,
  merged_by bigint,
  merged_at timestamp(3) with time zone not null,
  undone_by bigint,
  undone_at timestamp(3) with time zone,
  constraint tag_synonyms_pkey PRIMARY KEY (id),
  constraint tag_synonyms_into_id_fkey FOREIGN KEY (into_id) REFERENCES tags(id) ON DELETE CASCADE,
  constraint tag_synonyms_merged_by_fkey FOREIGN KEY (merged_by) REFERENCES accounts(id),
  constraint tag_synonyms_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tags(id) ON DELETE CASCADE,
  constraint tag_synonyms_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES accounts(id),
  constraint tag_synonyms_check CHECK ((tag_id <> into_id)),
  constraint tag_synonyms_side_check CHECK ((side = ANY (ARRAY['inside'::text, 'outside'::text])))
);

CREATE INDEX tag_synonyms_into ON public.tag_synonyms USING btree (side, into_id) WHERE (undone_at IS NULL);

CREATE INDEX tag_synonyms_list ON public.tag_synonyms USING btree (side, merged_at DESC, id DESC);

CREATE UNIQUE INDEX tag_synonyms_tag ON public.tag_synonyms USING btree (side, tag_id) WHERE (undone_at IS NULL);

CREATE TRIGGER tag_synonyms_kept BEFORE UPDATE ON public.tag_synonyms FOR EACH ROW EXECUTE FUNCTION keep_tag_merge();

CREATE TRIGGER tag_synonyms_no_chain BEFORE INSERT ON public.tag_synonyms FOR EACH ROW EXECUTE FUNCTION refuse_tag_chain();

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.tag_synonyms REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.tag_synonyms REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.tag_synonyms REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.tag_synonyms FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table tags (
  id bigint not null generated always as identity,
  name text not null,
  created_at timestamp(3) with time zone not null default now(),
  constraint tags_name_key UNIQUE (name),
  constraint tags_pkey PRIMARY KEY (id),
  constraint tags_name_check CHECK (((name ~ '^[^\s,]{1,50}$'::text) AND (name = lower(name))))
);

CREATE INDEX tags_beginning ON public.tags USING btree (name text_pattern_ops);

CREATE INDEX tags_name_near ON public.tags USING gin (name gin_trgm_ops);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.tags REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.tags REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.tags REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.tags FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table taken_back (
  id bigint not null generated always as identity,
  thread_id bigint,
  reply_id bigint,
  author_id bigint not null,
  kept jsonb not null,
  taken_at timestamp(3) with time zone not null,
  constraint taken_back_reply_id_key UNIQUE (reply_id),
  constraint taken_back_thread_id_key UNIQUE (thread_id),
  constraint taken_back_pkey PRIMARY KEY (id),
  constraint taken_back_author_id_fkey FOREIGN KEY (author_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint taken_back_reply_id_fkey FOREIGN KEY (reply_id) REFERENCES replies(id) ON DELETE CASCADE,
  constraint taken_back_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint taken_back_check CHECK (((thread_id IS NULL) <> (reply_id IS NULL)))
);

CREATE INDEX taken_back_author ON public.taken_back USING btree (author_id, taken_at DESC, id DESC);

CREATE INDEX taken_back_old ON public.taken_back USING btree (taken_at);

create table thread_acts (
  id bigint not null generated always as identity,
  thread_id bigint not null,
  act text not null,
  from_type text,
  to_type text,
  from_space_id bigint,
  to_space_id bigint,
  other_id bigint,
  acted_by bigint,
  acted_at timestamp(3) with time zone not null,
  from_tags text[],
  to_tags text[],
  was_unanswered boolean,
  constraint thread_acts_pkey PRIMARY KEY (id),
  constraint thread_acts_acted_by_fkey FOREIGN KEY (acted_by) REFERENCES accounts(id),
  constraint thread_acts_from_space_id_fkey FOREIGN KEY (from_space_id) REFERENCES spaces(id),
  constraint thread_acts_other_id_fkey FOREIGN KEY (other_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint thread_acts_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint thread_acts_to_space_id_fkey FOREIGN KEY (to_space_id) REFERENCES spaces(id),
  constraint thread_acts_act_check CHECK ((act = ANY (ARRAY['retype'::text, 'move'::text, 'split'::text, 'merge'::text, 'unmerge'::text, 'retag'::text]))),
  constraint thread_acts_check CHECK (((act = 'retype'::text) = ((from_type IS NOT NULL) AND (to_type IS NOT NULL)))),
  constraint thread_acts_check1 CHECK (((act = 'move'::text) = ((from_space_id IS NOT NULL) AND (to_space_id IS NOT NULL)))),
  constraint thread_acts_check2 CHECK (((act = ANY (ARRAY['split'::text, 'merge'::text, 'unmerge'::text])) = (other_id IS NOT NULL))),
  constraint thread_acts_check3 CHECK (((act = 'retag'::text) = ((from_tags IS NOT NULL) AND (to_tags IS NOT NULL)))),
  constraint thread_acts_check4 CHECK (((act = 'merge'::text) = (was_unanswered IS NOT NULL)))
);

CREATE INDEX thread_acts_other ON public.thread_acts USING btree (other_id, id) WHERE (other_id IS NOT NULL);

CREATE INDEX thread_acts_thread ON public.thread_acts USING btree (thread_id, id);

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.thread_acts FOR EACH ROW EXECUTE FUNCTION note_change_of_thread('thread_id');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.thread_acts FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table thread_changes (
  thread_id bigint not null,
  xact xid8 not null default pg_current_xact_id(),
  changed_at timestamp(3) with time zone not null default now()
);

CREATE INDEX thread_changes_time ON public.thread_changes USING btree (changed_at);

CREATE INDEX thread_changes_xact ON public.thread_changes USING btree (xact);

create table thread_links (
  from_thread_id bigint not null,
  to_thread_id bigint not null,
  kind text not null,
  made_at timestamp(3) with time zone not null default now(),
  constraint thread_links_pkey PRIMARY KEY (from_thread_id, to_thread_id, kind),
  constraint thread_links_from_thread_id_fkey FOREIGN KEY (from_thread_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint thread_links_to_thread_id_fkey FOREIGN KEY (to_thread_id) REFERENCES threads(id) ON DELETE CASCADE,
  constraint thread_links_check CHECK ((from_thread_id <> to_thread_id)),
  constraint thread_links_kind_check CHECK ((kind = ANY (ARRAY['duplicate'::text, 'related'::text])))
);

CREATE INDEX thread_links_to ON public.thread_links USING btree (to_thread_id);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.thread_links REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.thread_links REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.thread_links REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.thread_links FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table thread_participants (
  thread_id bigint not null,
  account_id bigint not null,
  added_by bigint,
  added_at timestamp(3) with time zone not null default now(),
  constraint thread_participants_pkey PRIMARY KEY (thread_id, account_id),
  constraint thread_participants_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint thread_participants_added_by_fkey FOREIGN KEY (added_by) REFERENCES accounts(id),
  constraint thread_participants_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE
);

CREATE INDEX thread_participants_account ON public.thread_participants USING btree (account_id, thread_id);

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.thread_participants FOR EACH ROW EXECUTE FUNCTION note_change_of_thread('thread_id');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.thread_participants FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table thread_tags (
  thread_id bigint not null,
  tag_id bigint not null,
  is_outside boolean not null,
  created_at timestamp(3) with time zone not null,
  space_id bigint not null,
  is_plain boolean not null,
  constraint thread_tags_pkey PRIMARY KEY (thread_id, tag_id),
  constraint thread_tags_tag_id_fkey FOREIGN KEY (tag_id) REFERENCES tags(id) ON DELETE CASCADE,
  constraint thread_tags_thread_id_fkey FOREIGN KEY (thread_id) REFERENCES threads(id) ON DELETE CASCADE
);

CREATE INDEX thread_tags_newest ON public.thread_tags USING btree (tag_id, is_outside, created_at DESC, thread_id DESC) INCLUDE (space_id, is_plain);

CREATE TRIGGER thread_tags_complete BEFORE INSERT ON public.thread_tags FOR EACH ROW EXECUTE FUNCTION complete_thread_tag();

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.thread_tags FOR EACH ROW EXECUTE FUNCTION note_change_of_thread('thread_id');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.thread_tags FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table threads (
  id bigint not null generated always as identity,
  realm text not null,
  space_id bigint not null,
  type text not null,
  audience text not null default 'space'::text,
  author_id bigint not null,
  title text not null,
  slug text not null,
  body text not null,
  language text not null default 'english'::text,
  imported_score integer not null default 0,
  reply_count integer not null default 0,
  answer_count integer not null default 0,
  same_here_count integer not null default 0,
  created_at timestamp(3) with time zone not null default now(),
  active_at timestamp(3) with time zone not null default now(),
  edited_at timestamp(3) with time zone,
  reach smallint,
  recalled_at timestamp(3) with time zone,
  merged_into_id bigint,
  hidden_at timestamp(3) with time zone,
  removed_at timestamp(3) with time zone,
  words tsvector generated always as (search_words(title, body, 'C'::"char")) stored,
  taken_back_at timestamp(3) with time zone,
  also_asked_at timestamp(3) with time zone[] not null default '{}'::timestamp with time zone[],
  asked_at timestamp(3) with time zone,
  constraint threads_id_realm_key UNIQUE (id, realm),
  constraint threads_pkey PRIMARY KEY (id),
  constraint threads_author_id_fkey FOREIGN KEY (author_id) REFERENCES accounts(id),
  constraint threads_merged_into_id_fkey FOREIGN KEY (merged_into_id) REFERENCES threads(id),
  constraint threads_space_id_realm_fkey FOREIGN KEY (space_id, realm) REFERENCES spaces(id, realm),
  constraint threads_audience_check CHECK ((audience = ANY (ARRAY['space'::text, 'participants'::text]))),
  constraint threads_body_check CHECK ((length(body) <= 60000)),
  constraint threads_check CHECK (((reach IS NULL) OR (realm = 'outside'::text))),
  constraint threads_check1 CHECK ((merged_into_id <> id)),
  constraint threads_check2 CHECK (((taken_back_at IS NULL) OR ((removed_at IS NOT NULL) AND (hidden_at IS NOT NULL)))),
  constraint threads_reach_check CHECK (((reach >= 0) AND (reach <= 4))),
  constraint threads_title_check CHECK ((length(title) <= 200)),
  constraint threads_type_check CHECK ((type = ANY (ARRAY['question'::text, 'discussion'::text, 'idea'::text, 'problem'::text, 'praise'::text, 'update'::text])))
);

CREATE INDEX threads_asked_newest ON public.threads USING btree (created_at DESC, id DESC) WHERE ((realm = 'outside'::text) AND (type = ANY (ARRAY['question'::text, 'problem'::text])));

CREATE INDEX threads_author ON public.threads USING btree (author_id, created_at DESC);

CREATE INDEX threads_mapped ON public.threads USING btree (id) INCLUDE (space_id, type) WHERE ((realm = 'outside'::text) AND (audience = 'space'::text) AND (reach IS NULL) AND (merged_into_id IS NULL) AND (hidden_at IS NULL) AND (removed_at IS NULL) AND (recalled_at IS NULL));

CREATE INDEX threads_merged ON public.threads USING btree (merged_into_id) WHERE (merged_into_id IS NOT NULL);

CREATE INDEX threads_outside_created ON public.threads USING btree (space_id, created_at DESC, id DESC) WHERE ((realm = 'outside'::text) AND (merged_into_id IS NULL));

CREATE INDEX threads_reach ON public.threads USING btree (author_id, reach) WHERE (reach IS NOT NULL);

CREATE INDEX threads_realm_active ON public.threads USING btree (realm, active_at DESC, id DESC, type, space_id, created_at, author_id);

CREATE INDEX threads_space_active ON public.threads USING btree (space_id, type, active_at DESC, id DESC);

CREATE INDEX threads_space_created ON public.threads USING btree (space_id, type, created_at DESC, id DESC);

CREATE INDEX threads_type_active ON public.threads USING btree (type, active_at DESC, id DESC);

CREATE INDEX threads_type_created ON public.threads USING btree (type, created_at DESC, id DESC);

CREATE INDEX threads_unanswered ON public.threads USING btree (created_at DESC, id DESC) INCLUDE (space_id, realm) WHERE ((type = 'question'::text) AND (answer_count = 0) AND (merged_into_id IS NULL));

CREATE INDEX threads_within_created ON public.threads USING btree (space_id, created_at DESC, id DESC) WHERE (realm <> 'outside'::text);

CREATE INDEX threads_words ON public.threads USING gin (words);

CREATE TRIGGER threads_changes AFTER UPDATE OF space_id, type, audience, reach, author_id, created_at, active_at ON public.threads FOR EACH ROW WHEN ((((((((old.space_id IS DISTINCT FROM new.space_id) OR (old.type IS DISTINCT FROM new.type)) OR (old.audience IS DISTINCT FROM new.audience)) OR (old.reach IS DISTINCT FROM new.reach)) OR (old.author_id IS DISTINCT FROM new.author_id)) OR (old.created_at IS DISTINCT FROM new.created_at)) OR (old.active_at IS DISTINCT FROM new.active_at))) EXECUTE FUNCTION thread_changed();

CREATE TRIGGER threads_changes_hidden AFTER UPDATE OF hidden_at ON public.threads FOR EACH ROW WHEN ((old.hidden_at IS DISTINCT FROM new.hidden_at)) EXECUTE FUNCTION thread_changed();

CREATE TRIGGER threads_changes_row AFTER INSERT OR DELETE ON public.threads FOR EACH ROW EXECUTE FUNCTION thread_changed();

CREATE TRIGGER threads_idea_begins AFTER INSERT ON public.threads FOR EACH ROW WHEN ((new.type = 'idea'::text)) EXECUTE FUNCTION idea_begins();

CREATE TRIGGER threads_idea_moves AFTER UPDATE OF type, space_id ON public.threads FOR EACH ROW WHEN (((new.type = 'idea'::text) AND ((old.type IS DISTINCT FROM new.type) OR (old.space_id IS DISTINCT FROM new.space_id)))) EXECUTE FUNCTION idea_begins();

CREATE TRIGGER threads_reach_narrower BEFORE UPDATE OF reach ON public.threads FOR EACH ROW EXECUTE FUNCTION demand_narrower();

CREATE TRIGGER threads_realm_fixed BEFORE UPDATE OF realm ON public.threads FOR EACH ROW EXECUTE FUNCTION refuse_realm_change();

CREATE TRIGGER threads_standing AFTER UPDATE OF reach, audience, space_id, recalled_at, hidden_at, removed_at ON public.threads FOR EACH ROW EXECUTE FUNCTION standing_by_thread();

CREATE TRIGGER threads_tags_moved AFTER UPDATE OF created_at, space_id, audience, reach, hidden_at, removed_at, recalled_at, merged_into_id ON public.threads FOR EACH ROW WHEN (((old.created_at IS DISTINCT FROM new.created_at) OR (old.space_id IS DISTINCT FROM new.space_id) OR (reads_as_its_space(old.*) IS DISTINCT FROM reads_as_its_space(new.*)))) EXECUTE FUNCTION move_thread_tags();

CREATE TRIGGER threads_title_words AFTER INSERT ON public.threads FOR EACH ROW EXECUTE FUNCTION keep_title_words();

CREATE TRIGGER threads_title_words_changed AFTER UPDATE OF title ON public.threads FOR EACH ROW WHEN ((old.title IS DISTINCT FROM new.title)) EXECUTE FUNCTION keep_title_words();

CREATE TRIGGER visitor_change AFTER INSERT OR DELETE OR UPDATE ON public.threads FOR EACH ROW EXECUTE FUNCTION note_thread_visitors_see();

create table tie_changes (
  one_id bigint not null,
  other_id bigint not null,
  xact xid8 not null default pg_current_xact_id(),
  changed_at timestamp(3) with time zone not null default now()
);

CREATE INDEX tie_changes_time ON public.tie_changes USING btree (changed_at);

CREATE INDEX tie_changes_xact ON public.tie_changes USING btree (xact);

create table ties (
  person_id bigint not null,
  other_id bigint not null,
  is_path boolean not null,
  constraint ties_pkey PRIMARY KEY (person_id, other_id),
  constraint ties_other_id_fkey FOREIGN KEY (other_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint ties_person_id_fkey FOREIGN KEY (person_id) REFERENCES accounts(id) ON DELETE CASCADE
);

CREATE INDEX ties_path ON public.ties USING btree (person_id, other_id) WHERE is_path;

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.ties REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.ties REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.ties REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.ties FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table title_words (
  word text not null,
  constraint title_words_word_check CHECK (((length(word) >= 3) AND (length(word) <= 300)))
);

CREATE INDEX title_words_near ON public.title_words USING gin (word gin_trgm_ops);

CREATE INDEX title_words_word ON public.title_words USING btree (word);

create table twin_notes (
  id bigint not null generated always as identity,
  twin_id bigint not null,
  kind text not null,
  body text not null,
  written_by bigint not null,
  written_at timestamp(3) with time zone not null,
  constraint twin_notes_pkey PRIMARY KEY (id),
  constraint twin_notes_twin_id_fkey FOREIGN KEY (twin_id) REFERENCES twins(id) ON DELETE CASCADE,
  constraint twin_notes_written_by_fkey FOREIGN KEY (written_by) REFERENCES accounts(id),
  constraint twin_notes_body_check CHECK (((length(body) >= 1) AND (length(body) <= 5000))),
  constraint twin_notes_kind_check CHECK ((kind = ANY (ARRAY['feasibility'::text, 'cost'::text, 'risk'::text])))
);

CREATE INDEX twin_notes_twin ON public.twin_notes USING btree (twin_id, id);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.twin_notes REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.twin_notes REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.twin_notes REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.twin_notes FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change('-1');

create table twin_words (
  id bigint not null generated always as identity,
  twin_id bigint not null,
  stage text not null,
  reason text not null,
  part text,
  answer_by date,
  written_by bigint not null,
  written_at timestamp(3) with time zone not null,
  crossing_id bigint,
  change_id bigint,
  constraint twin_words_change_id_key UNIQUE (change_id),
  constraint twin_words_crossing_id_key UNIQUE (crossing_id),
  constraint twin_words_pkey PRIMARY KEY (id),
  constraint twin_words_change_id_fkey FOREIGN KEY (change_id) REFERENCES idea_stage_changes(id) ON DELETE SET NULL,
  constraint twin_words_crossing_id_fkey FOREIGN KEY (crossing_id) REFERENCES crossings(id),
  constraint twin_words_twin_id_fkey FOREIGN KEY (twin_id) REFERENCES twins(id) ON DELETE CASCADE,
  constraint twin_words_written_by_fkey FOREIGN KEY (written_by) REFERENCES accounts(id),
  constraint twin_words_check CHECK (((stage = 'partly-done'::text) = ((part IS NOT NULL) AND (part <> ''::text)))),
  constraint twin_words_part_check CHECK ((length(part) <= 500)),
  constraint twin_words_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 4000))),
  constraint twin_words_stage_check CHECK ((stage = ANY (ARRAY['new'::text, 'under-review'::text, 'already-offered'::text, 'planned'::text, 'partly-done'::text, 'done'::text, 'not-planned'::text, 'archived'::text])))
);

CREATE INDEX twin_words_twin ON public.twin_words USING btree (twin_id, id DESC);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.twin_words REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.twin_words REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.twin_words REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.twin_words FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table twins (
  id bigint not null generated always as identity,
  inner_id bigint not null,
  inner_realm text not null default 'inside'::text,
  outer_id bigint not null,
  outer_realm text not null default 'outside'::text,
  crossing_id bigint not null,
  joined_by bigint not null,
  joined_at timestamp(3) with time zone not null,
  constraint twins_crossing_id_key UNIQUE (crossing_id),
  constraint twins_pkey PRIMARY KEY (id),
  constraint twins_crossing_id_fkey FOREIGN KEY (crossing_id) REFERENCES crossings(id),
  constraint twins_inner_id_fkey FOREIGN KEY (inner_id) REFERENCES ideas(thread_id) ON DELETE CASCADE,
  constraint twins_inner_id_inner_realm_fkey FOREIGN KEY (inner_id, inner_realm) REFERENCES threads(id, realm) ON DELETE CASCADE,
  constraint twins_joined_by_fkey FOREIGN KEY (joined_by) REFERENCES accounts(id),
  constraint twins_outer_id_fkey FOREIGN KEY (outer_id) REFERENCES ideas(thread_id) ON DELETE CASCADE,
  constraint twins_outer_id_outer_realm_fkey FOREIGN KEY (outer_id, outer_realm) REFERENCES threads(id, realm) ON DELETE CASCADE,
  constraint twins_inner_realm_check CHECK ((inner_realm = 'inside'::text)),
  constraint twins_outer_realm_check CHECK ((outer_realm = 'outside'::text))
);

CREATE INDEX twins_inner ON public.twins USING btree (inner_id);

CREATE INDEX twins_outer ON public.twins USING btree (outer_id);

CREATE TRIGGER visitor_change_changed AFTER UPDATE ON public.twins REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_gone AFTER DELETE ON public.twins REFERENCING OLD TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_new AFTER INSERT ON public.twins REFERENCING NEW TABLE AS rows_of_change FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

CREATE TRIGGER visitor_change_whole AFTER TRUNCATE ON public.twins FOR EACH STATEMENT EXECUTE FUNCTION note_visitor_change();

create table visitor_changes (
  xact xid8 not null default pg_current_xact_id(),
  changed_at timestamp(3) with time zone not null default now(),
  thread_id bigint not null default 0,
  constraint visitor_changes_pkey PRIMARY KEY (xact, thread_id)
);

CREATE INDEX visitor_changes_time ON public.visitor_changes USING btree (changed_at);

create table webhook_message_notices (
  message_id bigint not null,
  notice_id bigint not null,
  constraint webhook_message_notices_pkey PRIMARY KEY (message_id, notice_id),
  constraint webhook_message_notices_message_id_fkey FOREIGN KEY (message_id) REFERENCES webhook_messages(id) ON DELETE CASCADE,
  constraint webhook_message_notices_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notices(id) ON DELETE CASCADE
);

CREATE INDEX webhook_message_notices_notice ON public.webhook_message_notices USING btree (notice_id);

create table webhook_messages (
  id bigint not null generated always as identity,
  webhook_id bigint not null,
  message_key uuid not null default gen_random_uuid(),
  pace text not null,
  made_at timestamp(3) with time zone not null,
  due_at timestamp(3) with time zone not null,
  tries smallint not null default 0,
  is_held boolean not null default false,
  constraint webhook_messages_pkey PRIMARY KEY (id),
  constraint webhook_messages_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhooks(id) ON DELETE CASCADE,
  constraint webhook_messages_pace_check CHECK ((pace = ANY (ARRAY['at-once'::text, 'daily'::text, 'weekly'::text])))
);

CREATE INDEX webhook_messages_due ON public.webhook_messages USING btree (due_at);

CREATE INDEX webhook_messages_webhook ON public.webhook_messages USING btree (webhook_id, tries, id);

create table webhooks (
  id bigint not null generated always as identity,
  account_id bigint not null,
  name text not null,
  address text not null,
  secret_sealed bytea not null,
  old_secret_sealed bytea,
  old_secret_until timestamp(3) with time zone,
  made_at timestamp(3) with time zone not null default now(),
  paused_at timestamp(3) with time zone,
  off_at timestamp(3) with time zone,
  off_because text,
  tried_at timestamp(3) with time zone,
  answered smallint,
  failure text,
  failing_since timestamp(3) with time zone,
  failures smallint not null default 0,
  next_at timestamp(3) with time zone,
  lost integer not null default 0,
  taken_until timestamp(3) with time zone,
  constraint webhooks_account_id_address_key UNIQUE (account_id, address),
  constraint webhooks_pkey PRIMARY KEY (id),
  constraint webhooks_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint webhooks_address_check CHECK (((length(address) >= 1) AND (length(address) <= 1000))),
  constraint webhooks_answered_check CHECK (((answered >= 100) AND (answered <= 999))),
  constraint webhooks_check CHECK (((off_at IS NULL) = (off_because IS NULL))),
  constraint webhooks_check1 CHECK (((old_secret_sealed IS NULL) = (old_secret_until IS NULL))),
  constraint webhooks_failure_check CHECK ((failure = ANY (ARRAY['no-answer'::text, 'not-found'::text, 'not-reached'::text, 'private'::text, 'not-safe'::text, 'too-large'::text, 'broken'::text]))),
  constraint webhooks_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60))),
  constraint webhooks_off_because_check CHECK ((off_because = ANY (ARRAY['gone'::text, 'failing'::text, 'no-secret'::text])))
);
