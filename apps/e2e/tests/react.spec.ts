import { firstVisitTest } from '../src/first-visit-test.ts'
import { scenarioTests } from '../src/scenario-tests.ts'

scenarioTests('react')
firstVisitTest('react')
