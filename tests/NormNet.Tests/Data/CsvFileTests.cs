using System.Globalization;
using System.Text;
using NormNet.Data;
using NormNet.Tensors;

namespace NormNet.Tests.Data;

public sealed class CsvFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["data.csv"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Words_are_classes_in_ordinal_order()
    {
        var iris = Read("length,species,width\n1.5,setosa,-2e-1\n3,Virginica,4\n 5 , setosa ,6\n", new CsvOptions { Label = "species" });

        iris.Features.ShouldBe(["length", "width"]);
        iris.Classes.ShouldBe(["Virginica", "setosa"]);
        iris.Data.Labels.AsSpan().ToArray().ShouldBe([1, 0, 1]);
        iris.Data.Inputs.Shape.ShouldBe(Shape.Of(3, 2));
        iris.Data.Inputs.AsSpan().ToArray().ShouldBe([1.5, -0.2, 3, 4, 5, 6]);
        iris.Data.ClassCount.ShouldBe(2);
    }

    [Theory]
    [InlineData("3,0,1", "3,0,1", "0,1,2,3")]
    [InlineData("-1,1,1", "0,1,1", "-1,1")]
    [InlineData("1,2,two", "0,1,2", "1,2,two")]
    [InlineData("1.0,0,0", "1,0,0", "0,1.0")]
    [InlineData("4000000000,1,1", "1,0,0", "1,4000000000")]
    public void Whole_numbers_from_0_are_classes_themselves_and_anything_else_is_a_word(string labels, string numbers, string classes)
    {
        string text = string.Join('\n', labels.Split(',').Select(label => $"{label};7"));

        var read = Read(text, new CsvOptions { Separator = ';', HasHeader = false, Label = "1" });

        read.Data.Labels.AsSpan().ToArray().ShouldBe(numbers.Split(',').Select(int.Parse));
        read.Classes.ShouldBe(classes.Split(','));
        read.Features.ShouldBe(["2"]);
    }

    [Fact]
    public void Columns_to_predict_come_in_the_order_asked_for_and_others_can_be_left_out()
    {
        var read = Read("id,a,b,c\nfirst,1,2,3\nsecond,4,5,6\n", new CsvOptions { Targets = ["c", "a"], Ignored = ["id"] });

        read.Data.Targets.AsSpan().ToArray().ShouldBe([3, 1, 6, 4]);
        read.Data.Inputs.AsSpan().ToArray().ShouldBe([2, 5]);
        read.Classes.ShouldBeEmpty();
    }

    [Fact]
    public void Quoted_fields_hold_separators_quotes_and_line_ends()
    {
        const string Text = "\"a,b\",\"the \"\"label\"\"\"\r\n\"1\",\"x\r\ny\"\r\n\r\n2,\"say \"\"z\"\"\"";

        var read = Read(Text, new CsvOptions { Label = "the \"label\"" });

        read.Features.ShouldBe(["a,b"]);
        read.Classes.ShouldBe(["say \"z\"", "x\r\ny"]);
        read.Data.Inputs.AsSpan().ToArray().ShouldBe([1, 2]);
    }

    [Fact]
    public void The_culture_plays_no_part()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NumberDecimalSeparator = ",";
            culture.NumberFormat.NumberGroupSeparator = ".";
            CultureInfo.CurrentCulture = culture;

            Read("x,y\n1.25,0\n", new CsvOptions { Label = "y" }).Data.Inputs.Item().ShouldBe(1.25);
            Should.Throw<InvalidDataException>(() => Read("x;y\n1,25;0\n", new CsvOptions { Separator = ';', Label = "y" }))
                .Message.ShouldContain("'1,25' is no finite number");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("x,y\n1,a\n,b\n", "line 3: column 1 ('x'): the value is missing")]
    [InlineData("x,y\n1,a\n2,\"  \"\n", "line 3: column 2 ('y'): the value is missing")]
    [InlineData("x,y\n\"1\",\"a\nb\"\nNA,b\n", "line 4: column 1 ('x'): 'NA' is no finite number")]
    [InlineData("x,y\nNaN,b\n", "line 2: column 1 ('x'): 'NaN' is no finite number")]
    [InlineData("x,y\n1e999,b\n", "line 2: column 1 ('x'): '1e999' is no finite number")]
    [InlineData("x,y\n1,a\n\n1,a,3\n", "line 4: there are 3 fields where the first line has 2")]
    [InlineData("x,y\n1\n", "line 2: there are 1 fields")]
    [InlineData("x,y\n1,\"a\n2,b\n", "line 2: the quotes of column 2 are never closed")]
    [InlineData("x,y\n1,a\"b\"\n", "line 2: column 2 has a quote within")]
    [InlineData("x,y\n1,\"a\"b\n", "line 2: column 2 goes on after its closing quote")]
    [InlineData("x,y,x\n1,a,2\n", "line 1: two columns are called 'x'")]
    [InlineData("x,y\n", "line 1: there is no sample after")]
    [InlineData("", "line 1: there is no sample")]
    [InlineData("\n \n", "line 1: there is no sample")]
    public void Faults_are_named_with_line_and_column(string text, string finding)
    {
        string message = Should.Throw<InvalidDataException>(() => Read(text, new CsvOptions { Label = "y" })).Message;

        message.ShouldContain(finding);
        message.ShouldContain(Path);
    }

    [Fact]
    public void Without_names_a_column_is_called_by_its_number_alone() =>
        Should.Throw<InvalidDataException>(() => Read("1,2\n1,?\n", new CsvOptions { HasHeader = false, Label = "1" }))
            .Message.ShouldContain("line 2: column 2: '?' is no finite number");

    [Fact]
    public void Hostile_files_are_refused_before_they_fill_the_memory()
    {
        Should.Throw<InvalidDataException>(() => Read($"x,y\n{new string('7', 2_000_000)},a\n", new CsvOptions { Label = "y" }))
            .Message.ShouldContain("column 1 has more than 1048576 characters");
        Should.Throw<InvalidDataException>(() => Read(new string(',', 100_000), new CsvOptions { Label = "y" }))
            .Message.ShouldContain("65536 fields");

        File.WriteAllBytes(Path, [.. Encoding.UTF8.GetBytes("x,y\n1,"), 0xFF, 0xFE, (byte)'\n']);
        Should.Throw<InvalidDataException>(() => CsvFile.Read<float>(Path, new CsvOptions { Label = "y" }))
            .Message.ShouldContain("not UTF-8");
    }

    [Fact]
    public void Options_that_do_not_suit_the_file_are_refused()
    {
        const string Text = "x,y\n1,2\n";
        Should.Throw<ArgumentException>(() => Read(Text, new CsvOptions())).Message.ShouldContain("either the label's column");
        Should.Throw<ArgumentException>(() => Read(Text, new CsvOptions { Label = "y", Targets = ["x"] })).Message.ShouldContain("either");
        Should.Throw<ArgumentException>(() => Read(Text, new CsvOptions { Label = "z" }))
            .Message.ShouldContain("no column 'z'; it has: x, y");
        Should.Throw<ArgumentException>(() => Read(Text, new CsvOptions { Label = "y", Ignored = ["x"] }))
            .Message.ShouldContain("no column left");
        Should.Throw<ArgumentException>(() => Read(Text, new CsvOptions { Targets = ["y", "y"] })).Message.ShouldContain("named twice");
        Should.Throw<ArgumentException>(() => Read(Text, new CsvOptions { Label = "y", Separator = '"' }))
            .Message.ShouldContain("cannot separate");
        Should.Throw<FileNotFoundException>(() => CsvFile.Read<float>(_folder["none.csv"], new CsvOptions { Label = "y" }));
    }

    private CsvData<double> Read(string text, CsvOptions options)
    {
        File.WriteAllText(Path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        return CsvFile.Read<double>(Path, options);
    }
}
