import { scenarioTests } from '../../src/scenario-tests.ts'

scenarioTests('next')
