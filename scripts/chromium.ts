/** A Chromium for the journeys: the machine's own, or installed through apt where that can be done unasked. */
import { existsSync, readFileSync } from 'node:fs'
import { run } from './processes.ts'

/** A browser to run, or the reason why there is none, with what to do about it. */
export type Chromium = { path: string } | { missing: string }

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Finds a Chromium on this machine; as root on Debian or Ubuntu installs it (some 100 MB) when there is none. */
export async function ensureChromium(): Promise<Chromium> {
  const found = await findChromium()
  if (found) return { path: found }
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return { missing: howToInstall() }
  console.log('Installing Chromium for the journeys (apt-get, about 100 MB, once) ...')
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation']
  for (const args of [['update'], install]) {
    const { code, output } = await run('apt-get', args, { env: environment })
    if (code === 0) continue
    const last = output.trim().split('\n').slice(-3).join('\n    ')
    return { missing: `apt-get ${args[0]} failed:\n    ${last}\n  ${howToInstall()}` }
  }
  const path = await findChromium()
  return path ? { path } : { missing: howToInstall() }
}

async function findChromium(): Promise<string | undefined> {
  if (process.env.TANGO_CHROMIUM) return process.env.TANGO_CHROMIUM
  for (const name of names) {
    const { code, output } = await run('/bin/sh', ['-c', 'command -v "$1"', 'sh', name])
    const path = output.trim()
    // On Ubuntu "chromium-browser" may be a stub that only says "install the snap": ask it.
    if (code === 0 && (await run(path, ['--version'])).code === 0) return path
  }
  const onMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  return existsSync(onMac) ? onMac : undefined
}

function howToInstall(): string {
  if (process.platform === 'darwin') return 'Install it with: brew install --cask chromium'
  if (isUbuntu()) {
    return 'Install it with: sudo snap install chromium (or Google Chrome from https://www.google.com/chrome/; apt has none)'
  }
  if (existsSync('/usr/bin/apt-get')) {
    return 'Install it with: sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium fonts-liberation'
  }
  if (existsSync('/usr/bin/dnf')) return 'Install it with: sudo dnf install -y chromium liberation-fonts'
  if (existsSync('/usr/bin/pacman')) return 'Install it with: sudo pacman -S chromium ttf-liberation'
  if (existsSync('/sbin/apk')) return 'Install it with: apk add chromium font-liberation'
  return 'Install Chromium or Google Chrome and put it on PATH, or name it in TANGO_CHROMIUM.'
}

function isUbuntu(): boolean {
  return existsSync('/etc/os-release') && /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'))
}
