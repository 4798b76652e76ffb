/// <reference types="vitest/config" />
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin, runnerImport } from 'vite'
import type { TestSequencer, TestSpecification } from 'vitest/node'

/** Browsers that a citizen's old phone still runs. */
const browsers = ['es2020', 'chrome87', 'safari14']

export default defineConfig(({ isSsrBuild, mode }) => ({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
  publicDir: false,
  plugins: [
    readAnew,
    plainImports,
    ...(mode === 'office' ? [evaluatedShapes] : []),
    ...(['production', 'kiosk'].includes(mode) && !isSsrBuild ? [rareApart(mode)] : []),
  ],
  build: isSsrBuild
    ? mode === 'thread'
      ? threadBuild
      : serverBuild
    : mode === 'office'
      ? officeBuild
      : mode === 'kiosk'
        ? kioskBuild
        : mode === 'device'
          ? deviceBuild
          : clientBuild,
  // One file starts twice as fast as hundreds of modules; what has native parts or files of its own stays outside.
  ...(isSsrBuild
    ? {
        ssr: {
          noExternal: true,
          external: ['better-sqlite3', 'pg', 'swagger-ui-dist', '@node-rs/argon2', 'pino', 'pdfkit', '@napi-rs/canvas'],
        },
      }
    : {}),
  test: {
    css: true,
    pool: 'forks',
    // Three processes for two cores, since half of the time a browser or a clock is waited for; each keeps its modules, its browser and its
    // template database from file to file.
    isolate: false,
    maxWorkers: 3,
    sequence: { sequencer: SlowestFirst },
    // A file alone is ready in three seconds: what did not change is not compiled again.
    experimental: { fsModuleCache: true },
    // Only what hangs is ended: a busy machine makes no test fail.
    testTimeout: 480_000,
    hookTimeout: 480_000,
    expect: { poll: { timeout: 120_000 } },
    projects:
      mode === 'long'
        ? [longTests()]
        : [
            {
              extends: true,
              test: { name: 'domain', include: ['test/surveys/**/*.test.ts', 'test/*.test.ts'], sequence: { groupOrder: 0 } },
            },
            {
              extends: true,
              test: {
                name: 'product',
                include: ['test/{server,client,browser,faults}/**/*.test.{ts,tsx}'],
                globalSetup: ['test/setup.ts'],
                setupFiles: ['test/unpacked.ts'],
                sequence: { groupOrder: 1 },
              },
            },
          ],
  },
}))

/** A style imports others, and a list of files holds whatever lies in a folder: the cache looks at neither. */
const readAnew: Plugin = {
  name: 'read-anew',
  configureVitest: ({ experimental_defineCacheKeyGenerator: keepBy }) => {
    keepBy(({ id, sourceCode }) => (id.includes('.css') || sourceCode.includes('import.meta.glob') ? false : undefined))
  },
}

/** Begun first, so that all processes end together also where nothing is known of an earlier run; `test/slowest.ts` names them. */
const slowest = [
  'browser/kiosk-offline',
  'browser/kiosk-device',
  'browser/designer-accessibility',
  'browser/accounts',
  'browser/fieldwork',
  'browser/kiosk',
  'browser/workspace',
  'server/authorisation',
  'browser/hands',
  'browser/by-ear',
  'browser/designer',
  'browser/phone',
  'browser/whole-path',
  'browser/accessibility',
  'browser/office',
  'server/safekeeping',
  'server/safekeeping-days',
  'server/safekeeping-loss',
  'server/export-jobs',
  'server/poster-files',
  'browser/survey',
  'browser/outbox-faults',
  'browser/admin',
  'browser/designer-keeping',
  'server/single-sign-on',
  'server/roles-page',
]

/** A class because Vitest makes one. */
class SlowestFirst implements TestSequencer {
  sort(files: TestSpecification[]): TestSpecification[] {
    const group = ({ project }: TestSpecification): number => project.config.sequence.groupOrder
    return files.toSorted((one, other) => group(one) - group(other) || place(one) - place(other))
  }

  shard(files: TestSpecification[]): TestSpecification[] {
    return files
  }
}

function place({ moduleId }: TestSpecification): number {
  const at = slowest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
  return at < 0 ? slowest.length : at
}

/** What is slow by nature, and the other halves of what the short run shows by half: `npm run test:long`. */
const longTests = () => ({
  extends: true as const,
  test: {
    name: 'long',
    env: { TEST_RUN: 'long' },
    include: ['test/long/**/*.test.ts', ...shownByHalf()],
    globalSetup: ['test/setup.ts'],
    setupFiles: ['test/unpacked.ts'],
    testTimeout: 900_000,
  },
})

/** Tests that say themselves what they leave to the long run, and those that leave looks to it. */
const shownByHalf = (): readonly string[] =>
  ['test/server', 'test/browser', 'test/faults'].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => `${folder}/${file}`)
      .filter((path) => /\b(oneEngine|oneLanguage|isLongRun|someOf)\b|'\.\/faults'/.test(readFileSync(path, 'utf8'))),
  )

const clientBuild = {
  outDir: 'dist/client',
  target: browsers,
  manifest: true,
  modulePreload: false,
  rolldownOptions: {
    input: ['client/citizen.tsx', 'client/outbox/outbox.ts', 'client/outbox/puzzle.ts', 'client/sound/listen.ts'],
    // The first of them fetches the others, and uses what they export.
    preserveEntrySignatures: 'exports-only' as const,
    output: { entryFileNames: 'assets/[name]-[hash].js', chunkFileNames: 'assets/[name]-[hash].js', ...inOneFile('client/citizen.tsx') },
  },
}

/** All that an entry imports at once lies in its own file, also where a file that it fetches later uses it too. */
function inOneFile(entry: string) {
  const name = (id: string, graph: ModuleGraph) => (reachedFrom(join(import.meta.dirname, entry), graph).has(id) ? 'first' : null)
  return { codeSplitting: { groups: [{ name, debugName: entry }] } }
}

type ModuleGraph = { readonly getModuleInfo: (id: string) => { readonly importedIds: readonly string[] } | null }

function reachedFrom(entry: string, graph: ModuleGraph): ReadonlySet<string> {
  const reached = new Set([entry])
  // It grows meanwhile.
  for (const id of reached) for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) reached.add(imported)
  return reached
}

/** The helper that Vite fetches later scripts with would cost each citizen half a kilobyte. */
const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  applyToEnvironment: ({ config }) => config.build.manifest === true,
  // One for each file that fetches: one for all would be a file of its own.
  resolveId: (source, importer) => (source.includes('vite/preload-helper') ? `\0plain-import ${importer}` : undefined),
  load: (id) => (id.startsWith('\0plain-import') ? 'export const __vitePreload = (load) => load()' : undefined),
}

/** A phone's and a kiosk's first script leave out what few questionnaires need; `more.ts` brings it where one does. */
const rareApart = (mode: string): Plugin => ({
  name: 'rare-apart',
  enforce: 'pre',
  async resolveId(source, importer = '') {
    const end = importer.slice(importer.lastIndexOf('/') + 1)
    const parts = mode === 'kiosk' ? [...rareParts, ...phoneParts] : rareParts
    if (parts.some(([name, from]) => name === source && from === end)) return '\0not-rare'
    // A copy of its own: what two later scripts of a kiosk share would be a third.
    return source === './pipes' && end === 'loop.ts' ? `${(await this.resolve(source, importer))?.id}?own` : undefined
  },
  load: (id) => (id === '\0not-rare' ? `export const ${nothings}` : undefined),
})

/** Modules that are left out, each of the one that builds its registry from it. */
const rareParts = [
  ['./rare', 'registry.ts'],
  ['./computing', 'flow.ts'],
  ['./rated', 'loopScreens.ts'],
  ['./personal', 'reading.ts'],
  ['./pipes', 'language.ts'],
  ['./Pictures', 'Options.tsx'],
] as const

const nothings = ['rareBehaviours', 'rareScales', 'rareViews', 'computing', 'ratedScreens', 'personalReading']
  .map((name) => `${name} = {}`)
  .concat('withoutAnswers = (text) => text', 'pipedItems = () => []')
  .concat('pictureLooks = { line: (line) => line, before: () => null }')
  .join(', ')

/** What a kiosk, which has screens of its own, never learns. */
const phoneParts = [['../rated', 'more.ts']] as const

/** What question types look like is worked out here and not in each browser: the schema's library is a third of the designer. */
const evaluatedShapes: Plugin = {
  name: 'evaluated-shapes',
  apply: 'build',
  async load(id) {
    if (!id.endsWith('/question-shapes.ts')) return undefined
    const { module } = await runnerImport<{ readonly questionShapes: unknown }>(id)
    return `export const questionShapes = ${JSON.stringify(module.questionShapes)}`
  },
}

/** Screens that strangers share, built apart: what they have in common with the phone's would be a second file for both. */
const kioskBuild = {
  outDir: 'dist/client',
  emptyOutDir: false,
  target: browsers,
  manifest: 'kiosk.json',
  modulePreload: false,
  rolldownOptions: {
    input: ['client/kiosk/main.tsx', 'client/kiosk/worker.ts'],
    output: {
      entryFileNames: 'assets/kiosk/[name]-[hash].js',
      chunkFileNames: 'assets/kiosk/[name]-[hash].js',
      ...inOneFile('client/kiosk/main.tsx'),
    },
  },
}

/** What keeps, signs and looks after a device that strangers share, fetched when the first screen stands. */
const deviceBuild = {
  outDir: 'dist/client',
  emptyOutDir: false,
  target: browsers,
  manifest: 'device.json',
  // A page's policy takes no style from a data address.
  assetsInlineLimit: 0,
  modulePreload: false,
  rolldownOptions: {
    input: ['client/outbox/device.ts', 'client/kiosk/staff.tsx', 'client/kiosk/enrol.tsx', 'client/display/display.ts'],
    preserveEntrySignatures: 'exports-only' as const,
    output: { entryFileNames: 'assets/device/[name]-[hash].js', chunkFileNames: 'assets/device/[name]-[hash].js' },
  },
}

/** What only the office loads, built apart: shared pieces would make a citizen's phone ask for more files. */
const officeBuild = {
  outDir: 'dist/client',
  emptyOutDir: false,
  target: ['es2022', 'chrome109', 'safari16', 'firefox115'],
  manifest: 'office.json',
  modulePreload: false,
  rolldownOptions: {
    input: [
      'client/office/main.ts',
      'client/office/sheet.ts',
      'client/office/passkeys.ts',
      'client/designer/main.tsx',
      'client/designer/preview/main.tsx',
    ],
    output: { entryFileNames: 'assets/office/[name]-[hash].js', chunkFileNames: 'assets/office/[name]-[hash].js' },
  },
}

/** Built first, so that the program is the newest where nothing has failed. */
const threadBuild = {
  ssr: true,
  outDir: 'dist/server',
  target: 'node20',
  rolldownOptions: { input: { thread: 'server/thread.ts' } },
}

const serverBuild = {
  ssr: true,
  outDir: 'dist/server',
  emptyOutDir: false,
  target: 'node20',
  rolldownOptions: { input: { main: 'server/main.ts' } },
}
