import { accountPage } from '../../account-page.tsx'

export default accountPage('/account')
