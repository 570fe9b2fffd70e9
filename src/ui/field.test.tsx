import assert from 'node:assert/strict'
import test from 'node:test'
import { render } from 'preact-render-to-string'
import { Check, controlOf, ErrorSummary, Field, Fieldset, Input, Radio, Select, Switch, Textarea } from './field.tsx'

test('a field without hint or error is described by nothing', () => {
  assert.equal(
    render(<Input name="title" label="Title" />),
    '<div class="field"><label for="title">Title</label><input name="title" id="title" class="input"/></div>',
  )
})

test('hint and error of a field are tied to its control', () => {
  const html = render(<Input name="end" label="End" hint="A day" error="There is no such day" type="date" />)
  assert.match(html, /aria-describedby="end-hint end-error" aria-invalid="true"/)
  assert.match(html, /<p class="hint" id="end-hint">A day<\/p>/)
  assert.match(html, /<p class="error" id="end-error"><svg.*<span>There is no such day<\/span>/)
  assert.match(html, /type="date"/)
})

test('an id of its own keeps two fields of one name apart', () => {
  const html = render(<Textarea name="text" id="text-2" label="Text" error="Empty" value="a <b>" />)
  assert.match(html, /<label for="text-2">/)
  assert.match(html, /<textarea [^>]*name="text"/)
  assert.match(html, /id="text-2-error"/)
  assert.match(html, />a &lt;b/)
})

test('a list shows what is chosen', () => {
  const options = [
    { value: 'a', label: 'A' },
    { value: 'b', label: 'B', disabled: true },
  ]
  const html = render(<Select name="s" label="S" value="a" options={options} />)
  assert.match(
    html,
    /<option value="a" dir="auto" selected>A<\/option><option value="b" dir="auto" disabled>B<\/option>/,
  )
})

test('tick boxes, choices and switches hold their own words', () => {
  assert.match(
    render(<Check name="c" label="Attach" note="all" checked />),
    /type="checkbox".*Attach<small>all<\/small>/,
  )
  assert.match(render(<Radio name="r" value="1" label="Mine" />), /<input name="r" value="1" type="radio"\/?>/)
  assert.match(render(<Switch name="w" label="Quiet" />), /type="checkbox" role="switch"/)
})

test('a question with choices is a group with its own error', () => {
  const html = render(
    <Fieldset id="whose" label="Whose" error="Choose one">
      <Radio name="whose" value="mine" label="Mine" />
    </Fieldset>,
  )
  assert.match(html, /<fieldset class="field" id="whose" aria-describedby="whose-error"><legend>Whose<\/legend>/)
  assert.match(html, /id="whose-error"/)
})

test('a control drawn by hand is tied in the same way', () => {
  const html = render(
    <Field id="x" label="X" hint="H">
      <input {...controlOf({ id: 'x', hint: 'H' })} />
    </Field>,
  )
  assert.match(html, /<input id="x" aria-describedby="x-hint"\/?>/)
})

test('everything wrong with a form is said first, each line leading to its field', () => {
  const html = render(
    <ErrorSummary title="Two things are missing" errors={{ title: 'Write a title', tags: undefined, text: '<i>' }} />,
  )
  assert.match(html, /role="alert" aria-labelledby="errors-title" id="errors" tabindex="-1"/)
  assert.match(html, /<a href="#title">Write a title<\/a>.*<a href="#text">&lt;i/)
  assert.doesNotMatch(html, /#tags/)
})

test('a form without errors has no summary', () => {
  assert.equal(render(<ErrorSummary title="Wrong" errors={{ title: undefined }} />), '')
})
