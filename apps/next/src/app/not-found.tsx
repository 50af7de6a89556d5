import { pageOf } from '../page-of.tsx'

export default () => pageOf('/not-found')
