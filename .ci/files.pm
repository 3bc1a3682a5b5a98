# The text files of the project that git lists, also new ones, for .ci/lines and .ci/style.
package files;
use strict;
use warnings;
use open qw(:std :encoding(UTF-8));

# Calls the code with path, line number and line for each line of the files that match the patterns of git.
sub each_line {
    my ($patterns, $visit) = @_;
    open my $list, '-|:raw', 'git', 'ls-files', '-coz', '--exclude-standard', '--', @$patterns
        or die "git cannot be started: $!\n";
    my @files = split /\0/, do { local $/; <$list> } // '';
    close $list or die "git ls-files failed; run this in a clone.\n";
    my $read = 0;
    for my $file (@files) {
        # A file that was deleted is still listed until that is committed.
        next unless -e $file;
        open my $text, '<', $file or die "$file: $!\n";
        utf8::decode(my $name = $file);
        while (my $line = <$text>) { $line =~ s/\r?\n\z//; $visit->($name, $., $line) }
        close $text;
        $read++;
    }
    die "git lists no file of: @$patterns\n" unless $read;
    return $read;
}

1;
