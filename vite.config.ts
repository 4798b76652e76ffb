import { defineConfig } from 'vitest/config'

/** Browsers that a citizen's old phone still runs. */
const browsers = ['es2020', 'chrome87', 'safari14']

export default defineConfig(({ isSsrBuild }) => ({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
  publicDir: false,
  build: isSsrBuild ? serverBuild : clientBuild,
  // One file starts twice as fast as hundreds of modules; what has native parts or files of its own stays outside.
  ...(isSsrBuild ? { ssr: { noExternal: true, external: ['better-sqlite3', 'pg', 'swagger-ui-dist', '@node-rs/argon2', 'pino'] } } : {}),
  test: {
    css: true,
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'domain', include: ['test/surveys/**/*.test.ts', 'test/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'product',
          include: ['test/{server,client,browser,faults}/**/*.test.{ts,tsx}'],
          globalSetup: ['test/setup.ts'],
        },
      },
    ],
  },
}))

/** What only the office loads lies apart from what a citizen's phone does. */
const fileNames = ({ name, moduleIds = [] }: { readonly name: string; readonly moduleIds?: readonly string[] }): string =>
  moduleIds.some((id) => id.includes('/client/admin/')) ? `assets/office/${name}-[hash].js` : 'assets/[name]-[hash].js'

const clientBuild = {
  outDir: 'dist/client',
  target: browsers,
  manifest: true,
  modulePreload: false,
  rolldownOptions: {
    input: ['client/survey/main.tsx', 'client/admin/main.ts'],
    output: { entryFileNames: fileNames, chunkFileNames: fileNames },
  },
}

const serverBuild = {
  ssr: true,
  outDir: 'dist/server',
  target: 'node20',
  rolldownOptions: { input: { main: 'server/main.ts' } },
}
