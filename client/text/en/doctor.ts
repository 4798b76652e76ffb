import type { vi } from '../vi/doctor'

export const en: Readonly<Record<keyof typeof vi, string>> = {
  severity_well: 'Well',
  severity_warning: 'Look at this',
  severity_grave: 'Grave',
  todo: 'What to do',
  all_well: 'All is well.',

  setting_wrong: 'A setting is wrong: {seen}',
  setting_wrong_do: 'Correct this environment variable; the server does not start while one is wrong.',
  settings_well: 'Every setting can be read.',
  public_url_missing: 'No public address is set, so posters and links cannot be printed.',
  public_url_missing_do:
    'Set it on the Settings page, or set PUBLIC_URL, to the address that citizens open, such as https://khaosat.example.vn.',

  log_damaged:
    'The log of the database ({file}) is damaged from frame {frame} on: {count} {count|transaction|transactions} behind it cannot be read. Nothing has been written over yet.',
  log_damaged_do:
    'Delete no file. Put the newest backup back: sipas restore {backup} --replace (the old files are set aside). Or accept what is lost and go on with what is left: sipas restore --as-is.',
  responses_lost: 'The database holds fewer responses than were acknowledged: {seen}.',
  responses_lost_do:
    'Its log may have been cut off, or an older copy or an empty database stands in its place. Find the old files again, or put the newest backup back: sipas restore {backup} --replace. To accept what is lost: sipas restore --as-is.',
  database_missing: 'There is no database at {file} yet.',
  database_missing_do: 'The first start makes one. If there was data before: check DATA_DIR, or put a backup back with sipas restore FILE.',
  database_unreachable: 'The database cannot be opened: {seen}',
  database_unreachable_do: 'Check that the database server runs, that DATABASE_URL is right and that the firewall lets it through.',
  database_damaged: 'The database file has faults: {seen}',
  database_damaged_do: 'Stop the server and put the newest backup back: sipas restore {backup} --replace.',

  schema_old: 'The schema of the database is older than this version.',
  schema_old_do: 'Make a backup, then start the server again or run sipas migrate.',
  schema_newer: 'The database belongs to a newer version ({seen}).',
  schema_newer_do: 'Install that newer version again; this one does not understand the data.',
  schema_well: 'The schema is that of this version.',

  count_gap: 'Writer {writer} counted {counted} {counted|response|responses}, and {stored} {stored|is|are} stored.',
  count_gap_do: 'Somebody removed or added rows in the database. Put back a backup from before, and see who can reach the database.',
  tallies_differ: 'The tallies add up to {tallied} {tallied|response|responses} while {stored} {stored|is|are} stored.',
  tallies_differ_do: 'Run sipas recount to see which tallies are wrong, then put back a backup that agrees.',
  days_differ:
    'Campaign “{campaign}”: the sums of days do not add up to the tallies of {count} {count|month|months} of agencies ({seen}…); intervals may be wrong there.',
  days_differ_do:
    'Run sipas recount to see what is wrong. Where only the sums of days are: stop the server and run sipas recount --rebuild-days.',
  days_well: 'The sums of days add up to the tallies of every month.',
  counts_well: '{stored} {stored|response|responses}; the tallies and the order of recording agree.',

  audit_changed: 'The log of what was done: entry {seq} is not as it was written, or does not follow the entry before it.',
  audit_changed_do:
    'Somebody altered or swapped entries in the database itself. Leave the database as it is, compare it with a backup from before, and see who can reach the database.',
  audit_missing: 'The log of what was done: entry {seq} is missing.',
  audit_missing_do:
    'Somebody removed entries in the database itself. Look for the entry in a backup from before, and see who can reach the database.',
  audit_added: 'The log of what was done: entry {seq} was added to it.',
  audit_added_do:
    'Somebody put entries into the database itself. Compare it with a backup from before, and see who can reach the database.',
  audit_cut: 'The log of what was done lacks its end, from entry {seq}.',
  audit_cut_do:
    'Somebody removed the last entries in the database itself, or an older copy was put in its place. Look for the entries in a backup, and see who can reach the database.',
  audit_unlike: 'The log of what was done: entry {seq} is not the one that was noted outside the database.',
  audit_unlike_do:
    'The log was written anew, or another copy was put in its place. Compare it with a backup from before, and see who can reach the database.',
  audit_well: 'The log of what was done is whole: {count} {count|entry|entries}.',

  disk_low: 'The disk of {file} has {free} GiB left ({percent}%).',
  disk_low_do: 'Free or add space before it is full; on a full disk no response can be recorded.',
  disk_full: 'The disk of {file} is nearly full: {free} GiB left ({percent}%).',
  disk_full_do: 'Free space now; soon no response can be recorded. Do not delete sipas.sqlite, -wal or -shm.',
  disk_well: 'The disk of {file} has {free} GiB left ({percent}%).',

  clock_back: 'The clock says {now}, which is before what has been recorded ({seen}).',
  clock_back_do:
    'Set the clock and let it be kept (timedatectl set-ntp true). A wrong one shifts the days of responses and the ends of campaigns.',
  clock_apart: 'The clock of this machine is {seconds} {seconds|second|seconds} away from the database server’s.',
  clock_apart_do: 'Let the clocks of both machines be kept (timedatectl set-ntp true).',
  clock_well: 'The clock is plausible: {now}.',

  backups_off: 'Daily backups are switched off (BACKUP_DIR=none).',
  backups_off_do:
    'Set BACKUP_DIR to a folder on another disk, or see that something else makes backups that were put back once for practice.',
  backup_none: 'There is no backup that counts in {file}.',
  backup_none_do: 'Let the server run past two in the night, or make one now: sipas backup {file}/sipas-{day}.tar.gz.',
  backup_old: 'The newest backup is of {day}.',
  backup_old_do: 'See the server’s log ("backup failed") and the disk of {file}, then make one now with sipas backup.',
  releases_differ: 'The released figures of campaign {campaign} do not add up to what its last night wrote.',
  publication_differs: 'Edition {number} of what campaign {campaign} published is not what its checksum says it was.',
  publication_differs_do: 'Put back a backup that agrees, or withdraw the publication and prepare another edition.',
  releases_differ_do: 'Put back a backup that agrees; nothing else can make them anew.',
  backup_failed: 'The last backup failed ({at}): {why}',
  backup_failed_do: 'Remove the reason above; the server tries again every hour.',
  backup_doubtful: 'There is a doubtful backup: {file}.',
  backup_doubtful_do:
    'It was read back and found wrong, so it does not count. See what else is grave here, and keep it until there is a good one.',
  backup_same_disk: 'The backups lie on the same disk as the data ({file}).',
  backup_same_disk_do: 'When the disk fails, both are gone. Set BACKUP_DIR to another disk or machine.',
  backup_plain: 'Backups are not encrypted.',
  backup_plain_do:
    'In the office make a pair of keys with age-keygen, keep the private one off the server, and set BACKUP_KEY to the public one (age1…).',
  backup_well: 'The newest backup is of {day}.',

  mode_open: 'Others on this machine can read {file} (mode {mode}).',
  mode_open_do: 'Run: chmod {wanted} {file}',
  modes_well: 'Only the account that runs the product can read the data.',
}
