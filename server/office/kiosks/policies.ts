/** Settings of a browser that stands where citizens are, as files to copy; `origin` is the address that alone may be opened. */
export type PolicyFile = {
  readonly name: string
  /** Where it belongs on the device. */
  readonly place: string
  readonly text: (origin: string) => string
}

export const policyFiles = {
  'chrome.json': {
    name: 'Chrome, Chromium (Linux)',
    place: '/etc/opt/chrome/policies/managed/sipas.json, /etc/chromium/policies/managed/sipas.json',
    text: (origin) => json(chrome(origin)),
  },
  'chrome.reg': {
    name: 'Chrome (Windows)',
    place: 'reg import chrome.reg',
    text: (origin) => registry('Google\\Chrome', chrome(origin)),
  },
  'edge.reg': {
    name: 'Edge (Windows)',
    place: 'reg import edge.reg',
    text: (origin) => registry('Microsoft\\Edge', edge(origin)),
  },
  'firefox.json': {
    name: 'Firefox (Linux, Windows)',
    place: '/etc/firefox/policies/policies.json, C:\\Program Files\\Mozilla Firefox\\distribution\\policies.json',
    text: (origin) => json({ policies: firefox(origin) }),
  },
  'sipas-kiosk.service': {
    name: 'systemd, cage (Linux)',
    place: '/etc/systemd/system/sipas-kiosk.service',
    text: (origin) => unit(origin),
  },
} as const satisfies Readonly<Record<string, PolicyFile>>

export type PolicyFileName = keyof typeof policyFiles

export const policyFileNames: readonly PolicyFileName[] = ['chrome.json', 'chrome.reg', 'edge.reg', 'firefox.json', 'sipas-kiosk.service']

export const isPolicyFile = (name: string): name is PolicyFileName => Object.hasOwn(policyFiles, name)

/** How a browser is started on a kiosk, behind the path of its program. */
export const kioskFlags = (origin: string): string =>
  `--kiosk --no-first-run --disable-pinch --overscroll-history-navigation=0 ${kioskStart(origin)}`

/** The page that a kiosk opens, before it is enrolled and ever after. */
export const kioskStart = (origin: string): string => `${origin}/kiosk`

type Value = boolean | number | string | readonly string[]
type Policies = Readonly<Record<string, Value>>

/** What Chrome and Edge call alike (Chromium's policy list, read 2026-11). */
const chromium = (origin: string): Policies => ({
  URLBlocklist: ['*', 'view-source:*'],
  URLAllowlist: [origin],
  AutofillAddressEnabled: false,
  AutofillCreditCardEnabled: false,
  PasswordManagerEnabled: false,
  TranslateEnabled: false,
  SearchSuggestEnabled: false,
  SpellcheckEnabled: false,
  DownloadRestrictions: 3,
  AllowFileSelectionDialogs: false,
  PrintingEnabled: false,
  DeveloperToolsAvailability: 2,
  ExtensionInstallBlocklist: ['*'],
  BrowserSignin: 0,
  SyncDisabled: true,
  BrowserGuestModeEnabled: false,
  SSLErrorOverrideAllowed: false,
  DefaultPopupsSetting: 2,
  DefaultGeolocationSetting: 2,
  // A site that may notify is among those whose storage a browser keeps when the disk grows full; the page notifies of nothing.
  NotificationsAllowedForUrls: [origin],
  CookiesAllowedForUrls: [origin],
})

const chrome = (origin: string): Policies => ({
  ...chromium(origin),
  URLAllowlist: [origin, 'chrome://policy'],
  IncognitoModeAvailability: 1,
  BrowserAddPersonEnabled: false,
})

const edge = (origin: string): Policies => ({
  ...chromium(origin),
  URLAllowlist: [origin, 'edge://policy'],
  InPrivateModeAvailability: 1,
  BrowserAddProfileEnabled: false,
  ClearBrowsingDataOnExit: false,
  HideFirstRunExperience: true,
  HubsSidebarEnabled: false,
})

/** After Mozilla's reference for administrators (read 2026-11). A match pattern names no port: that of the host means all of them. */
const firefox = (origin: string) => ({
  WebsiteFilter: { Block: ['<all_urls>'], Exceptions: [`${new URL(origin).protocol}//${new URL(origin).hostname}/*`] },
  AutofillAddressEnabled: false,
  AutofillCreditCardEnabled: false,
  DisableFormHistory: true,
  PasswordManagerEnabled: false,
  OfferToSaveLogins: false,
  TranslateEnabled: false,
  SearchSuggestEnabled: false,
  PrintingEnabled: false,
  DisableDeveloperTools: true,
  DisablePrivateBrowsing: true,
  DisableFirefoxAccounts: true,
  DisableFirefoxScreenshots: true,
  DisableProfileRefresh: true,
  DisableSafeMode: true,
  BlockAboutConfig: true,
  BlockAboutAddons: true,
  BlockAboutProfiles: true,
  BlockAboutSupport: true,
  ExtensionSettings: { '*': { installation_mode: 'blocked' } },
  DisableSecurityBypass: { InvalidCertificate: true, SafeBrowsing: true },
  AllowFileSelectionDialogs: false,
  SanitizeOnShutdown: false,
  Cookies: { Allow: [origin] },
  DontCheckDefaultBrowser: true,
  OverrideFirstRunPage: '',
  OverridePostUpdatePage: '',
})

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** As the Windows registry takes it: a list is a key of its own with numbered values; lines end as Windows ends them. */
function registry(product: string, policies: Policies): string {
  const key = `HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\${product}`
  const own = Object.entries(policies).flatMap(([name, value]) => (isList(value) ? [] : [`"${name}"=${registryValue(value)}`]))
  const lists = Object.entries(policies).flatMap(([name, value]) =>
    isList(value) ? ['', `[${key}\\${name}]`, ...value.map((one, place) => `"${place + 1}"=${registryValue(one)}`)] : [],
  )
  return ['Windows Registry Editor Version 5.00', '', `[${key}]`, ...own, ...lists, ''].join('\r\n')
}

const isList = (value: Value): value is readonly string[] => typeof value === 'object'

const registryValue = (value: boolean | number | string): string =>
  typeof value === 'string' ? `"${value.replaceAll('\\', '\\\\')}"` : `dword:${Number(value).toString(16).padStart(8, '0')}`

/** Starts the browser alone on the screen when the machine has started, and again whenever it ends. */
const unit = (origin: string): string => `[Unit]
Description=SIPAS kiosk
After=systemd-user-sessions.service dbus.socket systemd-logind.service getty@tty1.service
Wants=dbus.socket systemd-logind.service
Conflicts=getty@tty1.service

[Service]
User=kiosk
PAMName=login
TTYPath=/dev/tty1
TTYReset=yes
TTYVHangup=yes
StandardInput=tty-fail
ExecStart=/usr/bin/cage -- /usr/bin/chromium --ozone-platform=wayland ${kioskFlags(origin)}
Restart=always
RestartSec=3

[Install]
WantedBy=graphical.target
`
