/** Elements whose script is fetched when the first of them is on a page: whoever only reads is not sent the rest. */
export function defineWhenNeeded(parts: Readonly<Record<string, () => Promise<CustomElementConstructor>>>): void {
  const load = (): void => {
    for (const [name, fetchPart] of Object.entries(parts)) {
      if (customElements.get(name) || !document.querySelector(name)) continue
      void fetchPart().then((element) => customElements.get(name) ?? customElements.define(name, element))
    }
  }
  load()
  for (const event of ['turbo:load', 'turbo:render']) document.addEventListener(event, load)
}
