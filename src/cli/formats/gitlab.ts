import { pathFrom } from '../paths.ts';
import { fingerprintsOf } from './fingerprints.ts';
import { findingsOf, type Report } from './report.ts';

/** GitLab's Code Quality report: it shows findings in the merge request that brings them. */
export function formatGitlab({ files, root }: Report): string {
  const issues = findingsOf(files).flatMap((result) => {
    const path = pathFrom(root, result.filePath);
    const fingerprints = fingerprintsOf(result, path);
    return result.messages.map(({ message, ruleId, severity, line, endLine = line }, index) => ({
      description: message,
      check_name: ruleId ?? '',
      fingerprint: fingerprints[index],
      severity: severity === 2 ? 'major' : 'minor',
      location: { path, lines: { begin: line, end: endLine } },
    }));
  });
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}
