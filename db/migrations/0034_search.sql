-- The words of a text as a search knows them, in any script and language. The same functions read a text when it is
-- written (generated columns: whoever writes, imports too) and a search when it is asked. docs/search.md explains them.

create extension if not exists pg_trgm;

-- A text of decomposed signs without accents, points and invisible marks.
create function without_marks(decomposed text) returns text
language sql immutable strict parallel safe
begin atomic
  select normalize(translate(replace(replace(replace(replace(replace(regexp_replace(decomposed,
        '[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f\u202a-\u202e'
          '\u2060-\u2064\u2066-\u2069\ufeff]', '', 'g'),
      'ß', 'ss'), 'ẞ', 'SS'), 'æ', 'ae'), 'Æ', 'AE'), 'œ', 'oe'),
    'øØłŁđĐðÐıħŧةى', 'oOlLdDdDihtهي'), nfc);
end;

-- A text in its plainest signs: "Größe" is "Grosse", "résumé" is "resume".
create function without_accents(t text) returns text
language sql immutable strict parallel safe
begin atomic
  select case when octet_length(t) = char_length(t) then t else without_marks(normalize(t, nfkd)) end;
end;

-- The languages that a text seems to be in, by its script and by the small words that each language has: at most two,
-- each by its letter in stems(); null where it cannot be told.
create function languages_of(t text) returns text
language plpgsql immutable strict parallel safe as $$
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
end $$;

-- The configuration of each language by its letter.
create function stems(code text) returns regconfig
language sql immutable strict parallel safe
return case code when 'e' then 'english' when 'd' then 'german' when 'f' then 'french' when 's' then 'spanish'
  when 'p' then 'portuguese' when 'i' then 'italian' when 'n' then 'dutch' when 'k' then 'danish' when 'o' then 'norwegian'
  when 'v' then 'swedish' when 'u' then 'finnish' when 'h' then 'hungarian' when 'r' then 'romanian' when 't' then 'turkish'
  when 'x' then 'indonesian' when 'c' then 'catalan' when 'l' then 'lithuanian' when 'b' then 'basque' when 'g' then 'irish'
  when 'w' then 'serbian' when 'R' then 'russian' when 'G' then 'greek' when 'A' then 'arabic' when 'H' then 'hindi'
  when 'N' then 'nepali' when 'Y' then 'armenian' when 'T' then 'tamil' when 'J' then 'yiddish' else 'simple' end::regconfig;

-- Stems of one language as they stand in the words of a text: without accents, and after the letter of the language, so
-- that a German stem meets no English word. `stems` is a tsvector or a tsquery as text.
create function of_language(code text, stems text) returns text
language sql immutable strict parallel safe
begin atomic
  -- Canonical decomposition alone: it makes no space, quote or backslash of a letter.
  select without_marks(normalize(regexp_replace(stems, '(^|[ !(])''(?!'')', '\1''' || code || ':', 'g'), nfd));
end;

-- Every two neighbouring letters of scripts that put no space between words (Thai, Lao, Burmese, Khmer, Japanese,
-- Chinese), and of Korean, whose particles cling to words. The last letter of a row stands alone.
create function letter_pairs(t text) returns tsvector
language sql immutable strict parallel safe
begin atomic
  select coalesce(string_agg('''' || one || case when next <> ' ' then next else '' end || ''':'
      -- A text has more letters than a tsvector has places; neighbours stay neighbours.
      || 1 + place % 16000, ' '), '')::tsvector
  from (
    select one, place, lead(one, 1, ' ') over (order by place) as next
    from unnest(string_to_array(regexp_replace(left(t, 30000), '[^\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003ffff]+', ' ', 'g'), null))
      with ordinality letters (one, place)
  ) pairs where one <> ' ';
end;

-- The words of a post: those of English (which other features look up), the same without accents, those of the
-- languages that it seems to be in, and letter pairs. The title weighs A, the text `weight`.
create function search_words(title text, body text, weight "char") returns tsvector
language plpgsql immutable strict parallel safe set search_path from current set client_min_messages = warning as $$
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
end $$;

-- What is looked for: all of `words` and each of `phrases`, and none of `without`, in whatever language a post is. A
-- word means something else in each language, so each language asks for all of them in its own way; an empty query
-- where nothing is left to ask for.
create function search_query(words text, phrases text[], without text[]) returns tsquery
language plpgsql immutable strict parallel safe set search_path from current set client_min_messages = warning as $$
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
end $$;

-- The words of every post are read anew. The columns keep what stands in them as before: English first.
alter table threads drop column words;
alter table threads add column words tsvector generated always as (search_words(title, body, 'C')) stored;
create index threads_words on threads using gin (words);
alter table replies drop column words;
alter table replies add column words tsvector generated always as (search_words('', body, 'D')) stored;
create index replies_words on replies using gin (words);
-- Common words are looked for along the newest posts, not by ranking all that hold them.
create index replies_newest on replies (created_at desc, id desc);
-- What was typed nearly right.
create index threads_title_near on threads using gin (title gin_trgm_ops);
create index tags_name_near on tags using gin (name gin_trgm_ops);
create index accounts_name_near on accounts using gin (lower(display_name) gin_trgm_ops);

-- Searches that found nothing: which words on which side, on which day, how often; never who asked. Stewards of the
-- side are shown what was asked on three different days.
create table searches_without_finds (
  side text not null check (side in ('inside', 'outside')),
  day date not null,
  words text not null check (length(words) <= 60),
  times int not null default 1,
  primary key (side, day, words)
);
-- No visitor sees anything of it: a search that finds nothing must not empty the pages kept for visitors.
do $$
begin
  execute replace(pg_get_functiondef('watch_visitor_tables'::regproc), 'array[', 'array[''searches_without_finds'', ');
end $$;
select watch_visitor_tables();
analyze threads (words);
analyze replies (words);
