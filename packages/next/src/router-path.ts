/** A path that browsers know, as Next's router does: Next adds its `basePath` to redirects and links. */
export const routerPath = (appPath: string, path: string): string =>
  appPath !== '' && (path === appPath || path.startsWith(`${appPath}/`) || path.startsWith(`${appPath}?`))
    ? path.slice(appPath.length).replace(/^(?!\/)/, '/')
    : path
