import { defineConfig } from 'vitest/config'

/** Browsers that a citizen's old phone still runs. */
const browsers = ['es2020', 'chrome87', 'safari14']

export default defineConfig(({ isSsrBuild }) => ({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
  publicDir: false,
  build: isSsrBuild ? serverBuild : clientBuild,
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

const clientBuild = {
  outDir: 'dist/client',
  target: browsers,
  manifest: true,
  modulePreload: false,
  rolldownOptions: { input: ['client/survey/main.tsx', 'client/kiosk/main.tsx'] },
}

const serverBuild = {
  ssr: true,
  outDir: 'dist/server',
  target: 'node20',
  rolldownOptions: { input: { main: 'server/main.ts' } },
}
