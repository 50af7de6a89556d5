import { codesTest } from '../../src/codes-test.ts'

codesTest('react')
