// The guide's own configuration, with the available browser.
import config from './playwright.config.ts'

const launchOptions = JSON.parse(process.env.BROWSER_LAUNCH)
export default { ...config, workers: 2, reporter: 'line', use: { ...config.use, launchOptions } }
