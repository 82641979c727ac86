"""The data source that Spark knows by the name `allsessions`."""

from pyspark.sql import SparkSession
from pyspark.sql.datasource import DataSource
from pyspark.sql.types import StructType

from .options import Options
from .readers import PushdownReader, SessionsReader, SessionsStreamReader, rows


def register(spark: SparkSession) -> None:
    """Make the format `allsessions` known to this session."""
    spark.dataSource.register(SessionsDataSource)


class SessionsDataSource(DataSource):
    """The sessions of several sources, for `spark.read` and `spark.readStream`.

    What `option` takes is told by `Options`. An option that is none, or cannot be used, is a ConfigurationError.
    """

    @classmethod
    def name(cls) -> str:
        """What `format` takes."""
        return "allsessions"

    def schema(self) -> StructType:
        """The columns of an export; with the options for them, `raw` and `problem`, too."""
        return rows(Options.read(self.options)).schema

    def reader(self, schema: StructType) -> SessionsReader:
        """Of what there is now."""
        options = Options.read(self.options)
        return (PushdownReader if options.pushdown else SessionsReader)(options, schema)

    def streamReader(self, schema: StructType) -> SessionsStreamReader:  # noqa: N802, as Spark calls it
        """Of what is new."""
        return SessionsStreamReader(Options.read(self.options), schema)
