import { pagesTest } from '../src/pages-test.ts'

for (const site of ['react', 'sveltekit', 'plain']) pagesTest(site)
