/** The file, from the app's folder, that says where Mix was told that the app is. */
export const RUNTIME_PATH_NOTE = ".beampack/runtime-path"
