import { ran } from '../../../lib/ran.ts'

export const load = () => ran('load')
export const actions = { default: () => ran('action') }
