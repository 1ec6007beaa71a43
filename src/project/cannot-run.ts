/**
 * A reason for which nothing can be linted: a setting or an installation that is to be mended. The message is for the user.
 *
 * ESLint ends the run with it (exit code 2) and prints the `stack`, where the message alone helps. It is thrown and never reported as a
 * finding, which a comment or a suppressed rule would hide, and which would stand in every file.
 */
export class CannotRun extends Error {
  constructor(message: string) {
    super(message);
    this.stack = message;
  }
}
