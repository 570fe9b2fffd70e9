/** Texts of many languages and scripts: found by any word in them, in any of its forms, whoever searches. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { fc } from '../../../test/property.ts'
import { getCast } from '../../../test/cast.ts'
import { inTransaction } from '../../../test/database.ts'
import type { Ctx } from '../../platform/context.ts'
import { addReply, startThread } from '../../content/threads/threads.ts'
import { search } from './search.ts'

const post = async (ctx: Ctx, title: string, body = '…') => {
  await ctx.db.deleteFrom('rateLimits').execute()
  const cast = await getCast(ctx)
  return startThread(cast.as(ctx, 'ines'), cast.spaces.riders, { type: 'question', title, body })
}
const idsOf = async (ctx: Ctx, words: string) => {
  const cast = await getCast(ctx)
  return (await search(cast.as(ctx, 'visitor'), words)).threads.items.map((thread) => thread.id)
}

/** A title, a text, and what finds it: other forms of its words, or words in the middle of a row of signs. */
const texts: readonly { title: string; body: string; finds: readonly string[]; not: readonly string[] }[] = [
  {
    title: 'Der Motor macht seltsame Geräusche',
    body: 'Seit die Batterien getauscht wurden, ist er lauter geworden und die Schrauben sind nicht mehr fest.',
    finds: ['Geräusch', 'GERÄUSCHEN', 'gerausche', 'Batterie', 'Schraube', 'die Motoren', '"seltsames Geräusch"'],
    not: ['Bremse', 'Geräusch Bremse', 'Geräusche -Batterie'],
  },
  {
    title: 'La batterie ne se recharge pas complètement',
    body: 'Les voyants clignotent et les chargeurs que nous avons essayés sont tous préparés pour ce modèle.',
    finds: ['recharger', 'chargeur', 'voyant clignotant', 'batteries', 'completement', 'préparer'],
    not: ['frein'],
  },
  {
    title: 'La pantalla no muestra la velocidad',
    body: 'Las baterías están cargadas, pero los números desaparecen cuando pedaleamos por la montaña.',
    finds: ['pantallas', 'numero', 'batería', 'montanas'],
    not: ['freno'],
  },
  {
    title: 'Аккумулятор не заряжается зимой',
    body: 'После холодных поездок велосипеды стоят в гараже, и зарядные устройства мигают красным.',
    finds: ['аккумуляторы', 'велосипед', 'холодный', 'ЗАРЯЖАТЬСЯ', 'зарядное устройство'],
    not: ['тормоз'],
  },
  {
    title: 'البطارية لا تشحن في البرد',
    body: 'الدراجات الجديدة تتوقف بعد عشرين كيلومترا وتظهر رسالة خطأ على الشاشة.',
    finds: ['بطارية', 'البطاريه', 'دراجة', 'شاشة', 'رسالة خطا', 'الجديد'],
    not: ['فرامل'],
  },
  {
    title: 'Pil soğukta şarj olmuyor',
    body: 'Bisikletlerimiz için yeni piller aldık ama ekranda hâlâ hata var, ışıklar da çok zayıf.',
    finds: ['piller', 'PİL', 'bisiklet', 'ekran', 'ışık', 'isiklar', 'sarj'],
    not: ['fren'],
  },
  {
    title: '电池在冬天充不满电',
    body: '我的自行车骑了二十公里以后，显示屏上出现了错误代码，充电器的灯一直闪。',
    finds: ['电池', '自行车', '显示屏', '错误', '充电器', '冬', '"二十公里"', '电池 闪'],
    not: ['刹车', '池电', '电灯'],
  },
  {
    title: 'バッテリーが充電できません',
    body: '寒い日に二十キロ走ると、ディスプレイにエラーが表示されて止まってしまいます。',
    finds: ['バッテリー', '充電', 'ディスプレイ', 'エラー', '止まって', '表示 寒い', 'ません'],
    not: ['ブレーキ', '電充'],
  },
  {
    title: 'แบตเตอรี่ชาร์จไม่เข้าในหน้าหนาว',
    body: 'จักรยานของผมหยุดหลังจากยี่สิบกิโลเมตรและหน้าจอแสดงข้อผิดพลาด',
    finds: ['แบตเตอรี่', 'ชาร์จ', 'จักรยาน', 'หน้าจอ', 'กิโลเมตร', 'หนาว'],
    not: ['เบรก'],
  },
  {
    title: '겨울에 배터리가 충전되지 않아요',
    body: '자전거를 타고 이십 킬로미터를 달리면 화면에 오류가 표시됩니다.',
    finds: ['배터리', '충전', '자전거', '화면', '오류', '킬로미터'],
    not: ['브레이크'],
  },
  {
    title: 'Η μπαταρία δεν φορτίζει',
    body: 'Τα ποδήλατα σταματούν μετά από είκοσι χιλιόμετρα και η οθόνη δείχνει σφάλμα.',
    finds: ['μπαταρια', 'ποδηλατο', 'οθονη', 'ΜΠΑΤΑΡΊΑ'],
    not: ['φρένο'],
  },
  {
    title: 'बैटरी ठंड में चार्ज नहीं होती',
    body: 'बीस किलोमीटर के बाद साइकिल रुक जाती है और स्क्रीन पर त्रुटि दिखती है।',
    finds: ['बैटरी', 'साइकिल', 'स्क्रीन'],
    not: ['ब्रेक'],
  },
  {
    title: 'Bateria nie ładuje się zimą',
    body: 'Ekran gaśnie po dwudziestu kilometrach, a ładowarka miga.',
    finds: ['ładuje', 'laduje', 'EKRAN', 'zima'],
    not: ['hamulec'],
  },
]

test(
  'a text of any language is found by the forms of its words, and by no word that it has not',
  inTransaction(async (ctx) => {
    const ids: number[] = []
    for (const { title, body } of texts) ids.push((await post(ctx, title, body)).id)
    for (const [at, { title, finds, not }] of texts.entries()) {
      for (const words of finds) assert.ok((await idsOf(ctx, words)).includes(ids[at] as never), `${words} ∉ ${title}`)
      for (const words of not) assert.ok(!(await idsOf(ctx, words)).includes(ids[at] as never), `${words} ∈ ${title}`)
    }
  }),
)

test(
  'replies are found the same way, and a word of one language is no word of another',
  inTransaction(async (ctx) => {
    const cast = await getCast(ctx)
    const german = await post(ctx, 'Help', 'Only the reply says it.')
    const body = 'Das liegt an den Schrauben, die sich mit der Zeit lösen.'
    await addReply(cast.as(ctx, 'gustav'), german.id, { kind: 'answer', body })
    const chinese = await post(ctx, 'Hello', 'And here too.')
    await addReply(cast.as(ctx, 'gustav'), chinese.id, { kind: 'answer', body: '请检查充电器的接口。' })
    assert.deepEqual(await idsOf(ctx, 'Schraube'), [german.id])
    assert.deepEqual(await idsOf(ctx, 'gelöst'), [], 'as far as the stemmer goes')
    assert.deepEqual(await idsOf(ctx, '充电器'), [chinese.id])
    // "notes" is "not" to a French stemmer; an English text that says "not" must not be found by it.
    const english = await post(ctx, 'It does not brake', 'The lever is not stiff and I have not changed it.')
    const french = await post(ctx, 'La note du chargeur', 'Je ne vois pas la note dans le manuel que vous avez écrit.')
    const found = await idsOf(ctx, 'notes')
    assert.ok(found.includes(french.id) && !found.includes(english.id))
  }),
)

test(
  'the language of a text is told by its script and its small words; what cannot be told is not guessed',
  inTransaction(async (ctx) => {
    const told = async (text: string) => {
      const { rows } = await sql<{ told: string | null }>`select languages_of(${text}) as told`.execute(ctx.db)
      return rows[0]!.told
    }
    for (const [text, expected] of [
      ['How long does the battery last when it is cold?', 'e'],
      ['Wie lange hält der Akku, wenn es kalt ist?', 'd'],
      ['De batterij laadt niet meer op, wat kan ik doen?', 'n'],
      ['Batteriet laddar inte när det är kallt', 'v'],
      ['Akku ei lataudu, kun on kylmä', 'u'],
      ['Az akkumulátor nem tölt, ha hideg van', 'h'],
      ['A bateria não carrega quando está frio', 'p'],
      ['La batteria non si carica quando fa freddo', 'i'],
      ['Batteriet oplader ikke, når det er koldt', 'ko'],
      ['Батерија се не пуни кад је хладно, већ дуже', 'w'],
      ['Акумулятор не заряджається, коли холодно її', null],
      ['E42 TX-900 48V', null],
      ['', null],
      ['電池が止まる', null],
    ] as const)
      assert.equal(await told(text), expected, text)
  }),
)

test(
  'what other features look up in the words of a text stands there unchanged, whatever else is added',
  inTransaction(async (ctx) => {
    for (const { title, body } of texts) {
      const { id } = await post(ctx, title, body)
      const { rows } = await sql<{ missing: string[] }>`
        select array(select unnest(tsvector_to_array(to_tsvector('english', title || ' ' || body)))
          except select unnest(tsvector_to_array(words))) as missing from threads where id = ${id}`.execute(ctx.db)
      assert.deepEqual(rows[0]!.missing, [], title)
    }
  }),
)

const letters = fc.string({ unit: 'grapheme', minLength: 2, maxLength: 60 })
const script = (from: number, to: number) =>
  fc.string({
    unit: fc.integer({ min: from, max: to }).map((code) => String.fromCodePoint(code)),
    minLength: 2,
    maxLength: 40,
  })

test(
  'every stretch of at least two signs of a Chinese, Japanese, Thai or Korean text finds it',
  inTransaction(async (ctx) => {
    const scripts = fc.oneof(
      script(0x4e00, 0x9fff),
      script(0x3041, 0x3096),
      script(0x0e01, 0x0e2e),
      script(0xac00, 0xd7a3),
    )
    const property = fc.asyncProperty(scripts, fc.nat(), fc.nat(), async (text, a, b) => {
      const from = a % (text.length - 1)
      const part = text.slice(from, from + 2 + (b % (text.length - from - 1)))
      const { rows } = await sql<{ holds: boolean; swapped: boolean }>`select
        search_words('', ${`Hello ${text} there`}, 'C') @@ search_query(${part}, '{}', '{}') as holds`.execute(ctx.db)
      assert.ok(rows[0]!.holds, `${part} in ${text}`)
    })
    await fc.assert(property, { numRuns: 60 })
  }),
)

test(
  'no text and no search of any signs makes the database fail',
  inTransaction(async (ctx) => {
    const property = fc.asyncProperty(letters, letters, fc.array(letters, { maxLength: 3 }), async (one, two, more) => {
      const clean = (text: string) => text.replaceAll('\u0000', '').toWellFormed()
      const asking = sql`select search_words(${clean(one)}, ${clean(two)}, 'C') @@
        search_query(${clean(two)}, ${more.map(clean)}::text[], ${[clean(one)]}::text[])`
      await ctx.transaction(async (inside) => void (await asking.execute(inside.db)))
    })
    await fc.assert(property, { numRuns: 300 })
    // All parts of the longest text that may be stored fit into one row, however many different words it has.
    const signs = (n: number, base: number, range: number, gap: number) =>
      Array.from({ length: n }, (_, at) =>
        gap && at % gap === 0 ? ' ' : String.fromCodePoint(base + ((at * 7919) % range)),
      ).join('')
    for (const body of [
      signs(60_000, 0x4e00, 20_000, 0),
      signs(60_000, 0x4e00, 20_000, 4),
      signs(60_000, 0xc0, 400, 6),
      signs(60_000, 0x400, 200, 5),
      signs(60_000, 0x620, 40, 4),
      signs(60_000, 0xac00, 11_000, 3),
    ])
      await sql`select search_words('x', ${body}, 'C')`.execute(ctx.db)
  }),
)
