/** The lock of an app: kept in its sources by who wants builds whose runtimes never change by themselves. */
export const LOCK_FILE = "beampack.lock"
