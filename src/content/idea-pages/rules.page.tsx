import type { Realm } from '../../platform/context.ts'
import type { FormState } from '../../platform/http/form.ts'
import { realmNames } from '../../realms/spaces/spaces.parts.tsx'
import { ActionButton, Button } from '../../ui/button.tsx'
import { Input, Select } from '../../ui/field.tsx'
import { Crumbs, PageHead } from '../../ui/page.tsx'
import { Card } from '../../ui/surface.tsx'
import { Table } from '../../ui/table.tsx'
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

/** By which rules ideas are ordered and answered, and in which categories they stand. */
export function RulesPage(props: RulesPageProps) {
  const { rules, category, sides } = props
  return (
    <>
      <PageHead
        title="Rules of ideas"
        intro="The half-life and the days are published on every board."
        crumbs={<Crumbs label="You are here" crumbs={[{ label: 'Ideas', href: '/inside/ideas' }]} />}
      />
      <div class="stack form-column">
        {props.mayRule ? (
          <Card title="For the whole company">
            <form method="post" action="/inside/ideas/rules" class="stack-s" aria-label="Rules">
              <Input
                name="halfLifeDays"
                type="number"
                label="A vote loses half its weight in so many days"
                hint="From 14 to 3,650. A change counts all votes anew."
                required
                value={rules.values.halfLifeDays ?? String(props.halfLifeDays)}
                error={rules.errors.halfLifeDays}
              />
              <Input
                name="answerDays"
                type="number"
                label="An idea is answered within so many days"
                hint="Promises that were made stay as they are."
                required
                value={rules.values.answerDays ?? String(props.answerDays)}
                error={rules.errors.answerDays}
              />
              <p>
                <Button kind="primary">Change the rules</Button>
              </p>
            </form>
          </Card>
        ) : null}
        {sides.map(({ realm, categories }) =>
          categories.length === 0 ? null : (
            <Card title={`Categories ${realmNames[realm].toLowerCase()}`}>
              <Table
                caption={`Categories ${realmNames[realm].toLowerCase()}`}
                columns={[
                  { label: 'Category' },
                  { label: 'Days to answer', numeric: true },
                  { label: 'Open or closed' },
                ]}
                rows={categories.map((one) => [
                  one.title,
                  one.answerDays ?? props.answerDays,
                  <ActionButton
                    size="s"
                    action={`/inside/ideas/categories/${one.id}`}
                    fields={{ closed: one.closedAt ? 'no' : 'yes' }}
                    label={one.closedAt ? `Open ${one.title} again` : `Close ${one.title}`}
                  >
                    {one.closedAt ? 'Open again' : 'Close'}
                  </ActionButton>,
                ])}
              />
            </Card>
          ),
        )}
        <Card title="Add a category">
          <form method="post" action="/inside/ideas/categories" class="stack-s" aria-label="Add a category">
            <Select
              name="realm"
              label="Side"
              options={sides.map(({ realm }) => ({ value: realm, label: realmNames[realm] }))}
              value={category.values.realm}
              error={category.errors.realm}
            />
            <Input
              name="title"
              label="Name"
              required
              maxLength={80}
              value={category.values.title}
              error={category.errors.title}
            />
            <Input
              id="category-days"
              name="answerDays"
              type="number"
              label="Days to answer"
              hint="Empty: as everywhere."
              value={category.values.answerDays}
              error={category.errors.answerDays}
            />
            <p>
              <Button>Add the category</Button>
            </p>
          </form>
        </Card>
      </div>
    </>
  )
}
