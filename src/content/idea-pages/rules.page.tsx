import type { Realm } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import { said } from '../../platform/languages/languages.ts'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import { ActionButton, Button } from '../../ui/button.tsx'
import { Input, Select } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
import { useWords } from '../../ui/words.tsx'
import type { Category } from '../ideas/ideas.ts'

export interface RulesPageProps {
  readonly halfLifeDays: number
  readonly answerDays: number
  /** Whether the viewer sets the rules of the whole company. */
  readonly mayRule: boolean
  /** The sides whose categories the viewer keeps, closed ones among them. */
  readonly sides: readonly { readonly realm: Realm; readonly categories: readonly Category[] }[]
  readonly rules: FormState
  readonly category: FormState
}

const categoriesOf: Readonly<Record<Realm, string>> = {
  outside: said('Categories outside'),
  inside: said('Categories inside'),
  bridge: said('Categories bridge'),
}

/** By which rules ideas are ordered and answered, and in which categories they stand. */
export function RulesPage(props: RulesPageProps) {
  const say = useWords()
  const { rules, category, sides } = props
  return (
    <>
      <PageHead
        title={say('Rules of ideas')}
        intro={say('The half-life and the days are published on every board.')}
        crumbs={<Crumbs label={say('You are here')} crumbs={[{ label: say('Ideas'), href: '/inside/ideas' }]} />}
      />
      <div class="stack form-column">
        {props.mayRule ? (
          <Card title={say('For the whole company')}>
            <form method="post" action="/inside/ideas/rules" class="stack-s" aria-label={say('Rules')}>
              <Input
                name="halfLifeDays"
                type="number"
                label={say('A vote loses half its weight in so many days')}
                hint={say('From 14 to 3,650. A change counts all votes anew.')}
                required
                value={rules.values.halfLifeDays ?? String(props.halfLifeDays)}
                error={rules.errors.halfLifeDays}
              />
              <Input
                name="answerDays"
                type="number"
                label={say('An idea is answered within so many days')}
                hint={say('Promises that were made stay as they are.')}
                required
                value={rules.values.answerDays ?? String(props.answerDays)}
                error={rules.errors.answerDays}
              />
              <p>
                <Button kind="primary">{say('Change the rules')}</Button>
              </p>
            </form>
          </Card>
        ) : null}
        {sides.map(({ realm, categories }) =>
          categories.length === 0 ? null : (
            <Card title={say.again(categoriesOf[realm])}>
              <Table
                caption={say.again(categoriesOf[realm])}
                columns={[
                  { label: say('Category') },
                  { label: say('Days to answer'), numeric: true },
                  { label: say('Open or closed') },
                ]}
                rows={categories.map((one) => [
                  <bdi>{one.title}</bdi>,
                  one.answerDays ?? props.answerDays,
                  <ActionButton
                    size="s"
                    action={`/inside/ideas/categories/${one.id}`}
                    fields={{ closed: one.closedAt ? 'no' : 'yes' }}
                    label={
                      one.closedAt
                        ? say('Open {title} again', { title: one.title })
                        : say('Close {title}', { title: one.title })
                    }
                  >
                    {one.closedAt ? say('Open again') : say('Close')}
                  </ActionButton>,
                ])}
              />
            </Card>
          ),
        )}
        <Card title={say('Add a category')}>
          <form method="post" action="/inside/ideas/categories" class="stack-s" aria-label={say('Add a category')}>
            <Select
              name="realm"
              label={say('Side')}
              options={sides.map(({ realm }) => ({ value: realm, label: say.again(realmNames[realm]) }))}
              value={category.values.realm}
              error={category.errors.realm}
            />
            <Input
              name="title"
              label={say('Name')}
              required
              maxLength={80}
              value={category.values.title}
              error={category.errors.title}
            />
            <Input
              id="category-days"
              name="answerDays"
              type="number"
              label={say('Days to answer')}
              hint={say('Empty: as everywhere.')}
              value={category.values.answerDays}
              error={category.errors.answerDays}
            />
            <p>
              <Button>{say('Add the category')}</Button>
            </p>
          </form>
        </Card>
      </div>
    </>
  )
}
