/**
 * `<tango-zone>` stands around a form that offers the time zone of this browser where the account has another
 * (`data-zone`). Without script it stays hidden, and the profile has the list of all zones.
 */
export class TangoZone extends HTMLElement {
  connectedCallback(): void {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    const field = this.querySelector<HTMLInputElement>('input[name=zone]')
    const words = this.querySelector('output')
    if (!field || !words || !zone || zone === this.dataset['zone']) return
    field.value = zone
    words.textContent = zone.replaceAll('_', ' ')
    this.hidden = false
  }
}
