/**
 * Programs that fetch pages to train or to feed AI, by the names that they follow in robots.txt. Search engines that
 * only list are not among them. One list: where a maker publishes another name, it is added here, with its source.
 */
interface Crawler {
  readonly name: string
  /** Where its maker, or else who watches it, says what it is. */
  readonly source: string
  /** Only a word in robots.txt: the pages are fetched under the name of the maker's search engine. */
  readonly tokenOnly?: true
}

const openai = 'https://platform.openai.com/docs/bots'
const anthropic = 'https://support.claude.com/en/articles/8896518'
const meta = 'https://developers.facebook.com/docs/sharing/webmasters/web-crawlers'
const watched = 'https://darkvisitors.com/agents'

export const aiCrawlers: readonly Crawler[] = [
  { name: 'GPTBot', source: openai },
  { name: 'ChatGPT-User', source: openai },
  { name: 'OAI-SearchBot', source: openai },
  { name: 'ClaudeBot', source: anthropic },
  { name: 'Claude-User', source: anthropic },
  { name: 'Claude-SearchBot', source: anthropic },
  { name: 'anthropic-ai', source: watched },
  { name: 'Google-Extended', source: 'https://developers.google.com/crawling/docs/crawlers-fetchers', tokenOnly: true },
  { name: 'Applebot-Extended', source: 'https://support.apple.com/en-us/119829', tokenOnly: true },
  { name: 'meta-externalagent', source: meta },
  { name: 'meta-externalfetcher', source: meta },
  { name: 'FacebookBot', source: meta },
  { name: 'Amazonbot', source: 'https://developer.amazon.com/amazonbot' },
  { name: 'PerplexityBot', source: 'https://docs.perplexity.ai/guides/bots' },
  { name: 'Perplexity-User', source: 'https://docs.perplexity.ai/guides/bots' },
  { name: 'MistralAI-User', source: 'https://docs.mistral.ai/robots' },
  { name: 'CCBot', source: 'https://commoncrawl.org/ccbot' },
  { name: 'DuckAssistBot', source: 'https://duckduckgo.com/duckduckgo-help-pages/results/duckassistbot' },
  {
    name: 'Diffbot',
    source: 'https://docs.diffbot.com/docs/why-is-my-crawl-not-crawling-and-other-uncommon-crawl-problems',
  },
  { name: 'Bytespider', source: watched },
  { name: 'cohere-ai', source: watched },
  { name: 'cohere-training-data-crawler', source: watched },
  { name: 'AI2Bot', source: 'https://allenai.org/crawler' },
  { name: 'YouBot', source: 'https://about.you.com/youbot' },
  { name: 'Timpibot', source: watched },
  { name: 'PanguBot', source: watched },
  { name: 'omgili', source: 'https://webz.io/bot.html' },
  { name: 'ImagesiftBot', source: 'https://imagesift.com/about' },
]

const names = new RegExp(
  aiCrawlers
    .filter((one) => !one.tokenOnly)
    .map((one) => one.name)
    .join('|'),
  'i',
)

/** Whether a request says by its name that it comes from one of them. One that lies about its name is not told apart. */
export function isAiCrawler(userAgent: string | undefined): boolean {
  return userAgent !== undefined && names.test(userAgent)
}

// What programs that read pages call themselves by. CUBOT is a maker of telephones.
const readsPages = /(?<!cu)bot|crawl|spider|slurp|preview|fetch|externalhit|headless|lighthouse|monitor/i

/** Whether a request says by its name that no person reads: a robot of any kind, a program, or nothing at all. */
export function isRobot(userAgent: string | undefined): boolean {
  if (userAgent === undefined || !/^(Mozilla|Opera)\//.test(userAgent)) return true
  return readsPages.test(userAgent) || isAiCrawler(userAgent)
}
