import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A program that notes each of its runs. */
export interface Program {
  path: string;
  /** The arguments of each run. */
  runs(): string[];
}

/** Writes the program into a folder. */
export function noteTaker(folder: string): Program {
  const [path, notes] = [join(folder, 'program.sh'), join(folder, 'runs')];
  writeFileSync(path, `#!/bin/sh\necho "run $*" >> '${notes}'\nexit 1\n`);
  chmodSync(path, 0o755);
  return { path, runs: () => (existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : []) };
}

/**
 * Settings of a repository by which git runs a program: by itself, for a connection, to fetch a missing object, to
 * merge.
 */
export const settingsThatRun = (program: string): string => `[core]
	repositoryformatversion = 1
	bare = false
	worktree = .
	fsmonitor = ${program} fsmonitor
	hooksPath = ${program}
	pager = ${program} pager
	editor = ${program} editor
	sshCommand = ${program} ssh
	gitProxy = ${program} proxy
	askPass = ${program} askpass
	alternateRefsCommand = ${program} alternates
[extensions]
	partialClone = origin
[remote "origin"]
	url = ext::${program} fetch
	promisor = true
	uploadpack = ${program} uploadpack
	fetch = +refs/heads/*:refs/remotes/origin/*
[protocol]
	allow = always
[protocol "ext"]
	allow = always
[credential]
	helper = !${program} credential
[gpg]
	program = ${program}
[commit]
	gpgSign = true
[alias]
	rev-parse = !${program} alias
	ls-tree = !${program} alias
[diff]
	external = ${program} diff
[filter "planted"]
	clean = ${program} clean
	smudge = ${program} smudge
	process = ${program} process
[diff "planted"]
	textconv = ${program} textconv
[merge]
	default = planted
	renormalize = true
[merge "planted"]
	driver = ${program} merge %A
`;

/**
 * What git takes for a bare repository: ordinary files that a commit can hold. HEAD names a commit that is not there.
 */
export function plantBareRepository(folder: string, program: string): void {
  for (const name of ['objects/info', 'refs/heads', 'info', 'hooks']) {
    mkdirSync(join(folder, name), { recursive: true });
    // Git keeps no empty folders.
    writeFileSync(join(folder, name, 'file'), '');
  }
  writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/planted\n');
  writeFileSync(join(folder, 'refs/heads/planted'), `${'c0ffee'.repeat(7).slice(0, 40)}\n`);
  writeFileSync(join(folder, 'info/attributes'), '* merge=planted filter=planted diff=planted\n');
  writeFileSync(join(folder, 'config'), settingsThatRun(program));
}
