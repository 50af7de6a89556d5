import { pagesTest } from '../../src/pages-test.ts'

pagesTest('next')
