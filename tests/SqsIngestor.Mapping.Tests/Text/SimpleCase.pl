# Writes SimpleCase.txt, each character that has another case with its simple upper and lower case, by Perl's own data
# (Unicode 14): perl SimpleCase.pl > SimpleCase.txt
use Unicode::UCD 'prop_invmap';
sub read_map {
    my ($starts, $values) = prop_invmap($_[0]);
    my %map;
    for my $i (0 .. $#$starts) {
        next if $values->[$i] == 0;
        my $end = $i < $#$starts ? $starts->[$i + 1] - 1 : 0x10FFFF;
        $map{$_} = $values->[$i] + $_ - $starts->[$i] for $starts->[$i] .. $end;
    }
    return %map;
}
my %lower = read_map('Simple_Lowercase_Mapping');
my %upper = read_map('Simple_Uppercase_Mapping');
for my $c (sort { $a <=> $b } keys %{{ %lower, %upper }}) {
    printf "%X %X %X\n", $c, $upper{$c} // $c, $lower{$c} // $c;
}
