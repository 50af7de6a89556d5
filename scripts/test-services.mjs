// Installs services that tests need in addition to npm packages, where that is possible without a prompt.
import { spawnSync } from 'node:child_process'

const has = (command) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0

/**
 * Makes sure that `redis-server` is available. Installs it on Debian, as root or with `sudo` that needs no password.
 *
 * @returns The reason why it is missing, as a sentence, or `undefined` if it is available.
 */
export function bringRedis(say) {
  if (has('redis-server')) return undefined
  if (!has('apt-get')) return 'redis-server is not installed. Install Redis to run these tests.'
  const isRoot = process.getuid?.() === 0
  if (!isRoot && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) {
    return 'redis-server is not installed. Install it with `sudo apt-get install redis-server`.'
  }
  say('installing redis-server with apt-get, for the tests of the Redis coordinator')
  const apt = (...args) => {
    const [command, ...rest] = [...(isRoot ? [] : ['sudo', '-n']), 'apt-get', ...args]
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    return spawnSync(command, rest, { env, stdio: 'ignore' }).status === 0
  }
  const install = () => apt('install', '--yes', '--no-install-recommends', 'redis-server')
  // An outdated package list can contain a version that no longer exists.
  if (install() || (apt('update') && install())) return undefined
  return 'redis-server is not installed, and apt-get could not install it.'
}
