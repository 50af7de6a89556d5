import { renderToString } from 'react-dom/server'
import { App } from './app'

export const page = (isGerman = false) => renderToString(<App isGerman={isGerman} />)
