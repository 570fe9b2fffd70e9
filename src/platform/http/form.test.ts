import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Hono } from 'hono'
import { z } from 'zod'
import { Conflict, Invalid } from '../errors.ts'
import type { WebEnv } from './env.ts'
import { readForm, takeForm } from './form.ts'

const schema = z.object({
  title: z.string().min(3, 'Longer.').max(5, 'Shorter.').regex(/^\w+$/, 'Letters.'),
  note: z.string().default('none'),
})

/** A small application that tells what it took and how often it acted. */
function open(act: (values: z.output<typeof schema>) => Promise<Response>) {
  const app = new Hono<WebEnv>()
  const acted: unknown[] = []
  app.onError((error, c) => c.json({ thrown: error.message, kind: error.constructor.name }, 500))
  app.post('/read', async (c) => c.json(await readForm(c)))
  app.post('/take', (c) =>
    takeForm(
      c,
      schema,
      async (values) => (acted.push(values), act(values)),
      (form) => c.json(form, 422),
    ),
  )
  const post = async (path: string, body: BodyInit) => {
    const answer = await app.request(path, { method: 'POST', body })
    return [answer.status, await answer.json()] as const
  }
  return { post, acted }
}

const fine = async () => Response.json({ done: true })

test('what was typed is read field by field: several of one name together, files not, strange names no matter', async () => {
  const { post } = open(fine)
  const form = new FormData()
  form.append('tags', 'a')
  form.append('tags', 'b,c')
  form.append('picture', new File(['bytes'], 'x.png', { type: 'image/png' }))
  form.append('mixed', 'words')
  form.append('mixed', new File(['bytes'], 'y.png'))
  assert.deepEqual(await post('/read', form), [200, { tags: 'a,b,c', picture: '', mixed: 'words' }])
  const odd = new URLSearchParams([
    ['constructor', 'x'],
    ['toString', 'y'],
    ['a.b', 'z'],
    ['', 'nameless'],
    ['empty', ''],
  ])
  assert.deepEqual(await post('/read', odd), [
    200,
    { constructor: 'x', toString: 'y', 'a.b': 'z', '': 'nameless', empty: '' },
  ])
  const [, polluted] = await post('/read', new URLSearchParams([['__proto__', 'x']]))
  assert.equal(({} as Record<string, unknown>).x, undefined)
  assert.equal(Object.keys(polluted as object).filter((name) => name !== '__proto__').length, 0)
})

test('a form that fits is acted on once, with what the schema made of it, and the answer is the answer of the act', async () => {
  const { post, acted } = open(fine)
  assert.deepEqual(await post('/take', new URLSearchParams({ title: 'four', more: 'than asked' })), [
    200,
    { done: true },
  ])
  assert.deepEqual(acted, [{ title: 'four', note: 'none' }])
})

test('a form that does not fit is not acted on: it comes back with all that was typed and the first reason of each field', async () => {
  const { post, acted } = open(fine)
  assert.deepEqual(await post('/take', new URLSearchParams({ title: '!', more: 'kept' })), [
    422,
    { values: { title: '!', more: 'kept' }, errors: { title: 'Longer.' } },
  ])
  const [status, form] = await post('/take', new URLSearchParams({ note: 'n' }))
  assert.equal(status, 422)
  assert.deepEqual(
    [(form as { values: unknown }).values, Object.keys((form as { errors: object }).errors)],
    [{ note: 'n' }, ['title']],
  )
  assert.deepEqual(acted, [])
})

test('a reason that belongs to no field stands for the whole form', async () => {
  const app = new Hono<WebEnv>()
  const whole = z.object({ a: z.string() }).refine(() => false, 'These do not go together.')
  app.post('/', (c) => takeForm(c, whole, fine, (form) => c.json(form.errors, 422)))
  const answer = await app.request('/', { method: 'POST', body: new URLSearchParams({ a: 'x' }) })
  assert.deepEqual(await answer.json(), { form: 'These do not go together.' })
})

test('what the act finds wrong with the input draws the form again; what else it throws goes on as it is', async () => {
  const typed = new URLSearchParams({ title: 'four' })
  const refused = open(async () => {
    throw new Invalid('things.taken', { title: 'Taken.', other: 'So.' })
  })
  assert.deepEqual(await refused.post('/take', typed), [
    422,
    { values: { title: 'four' }, errors: { title: 'Taken.', other: 'So.' } },
  ])
  for (const error of [new Conflict('things.changed', 'It changed.'), new RangeError('a bug')]) {
    const failing = open(async () => {
      throw error
    })
    assert.deepEqual(await failing.post('/take', typed), [500, { thrown: error.message, kind: error.constructor.name }])
    assert.equal(failing.acted.length, 1)
  }
})

test('what a schema has no words for is said in words of the house, never of a program', async () => {
  const app = new Hono<WebEnv>()
  const bare = z.object({
    side: z.enum(['in', 'out']),
    gone: z.string(),
    many: z.coerce.number().max(9),
    long: z.string().max(3),
    odd: z.coerce.number(),
    own: z.enum(['a', 'b'], 'Choose a or b.'),
  })
  app.post('/', (c) => takeForm(c, bare, fine, (form) => c.json(form.errors, 422)))
  const typed = { side: 'up', many: '10', long: 'longer', odd: 'seven', own: 'c' }
  const answer = await app.request('/', { method: 'POST', body: new URLSearchParams(typed) })
  assert.deepEqual(await answer.json(), {
    side: 'Choose one of what is offered.',
    gone: 'This is missing.',
    many: 'This is too much. Make it shorter or smaller.',
    long: 'This is too much. Make it shorter or smaller.',
    odd: 'This could not be read. Look at it again.',
    own: 'Choose a or b.',
  })
  const empty = await app.request('/', { method: 'POST', body: new URLSearchParams({ side: '', own: '' }) })
  const errors = (await empty.json()) as Record<string, string>
  assert.deepEqual([errors.side, errors.own], ['This is missing.', 'Choose a or b.'])
})
