import type { ComponentChildren } from 'preact'
import type { RealmName } from './realm.tsx'

/**
 * What somebody wrote; it runs in its own direction, whatever that of the page is. `html` must come out of the sanitising renderer, nothing else may be passed;
 * or give `children`. With a realm the words stand in its face: grotesk inside, serif outside.
 */
export function Text(
  props: { realm?: RealmName; lang?: string } & ({ html: string } | { children: ComponentChildren }),
) {
  if ('html' in props) {
    return (
      <div
        class="text"
        dir="auto"
        data-realm={props.realm}
        lang={props.lang}
        dangerouslySetInnerHTML={{ __html: props.html }}
      />
    )
  }
  return (
    <div class="text" dir="auto" data-realm={props.realm} lang={props.lang}>
      {props.children}
    </div>
  )
}
