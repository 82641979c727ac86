"""The data source that Spark knows by the name `allsessions`."""

from typing import Final

from pyspark.sql import SparkSession
from pyspark.sql.datasource import DataSource
from pyspark.sql.types import StructType

from .options import Options
from .readers import SessionsReader, SessionsStreamReader, rows

_PUSHDOWN: Final = "spark.sql.python.filterPushdown.enabled"


def register(spark: SparkSession) -> None:
    """Make the format `allsessions` known to this session, and let it have the filters of queries.

    Sets `spark.sql.python.filterPushdown.enabled`, without which Spark does not read from a source that takes filters.
    """
    spark.conf.set(_PUSHDOWN, "true")
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
        return SessionsReader(Options.read(self.options), schema)

    def streamReader(self, schema: StructType) -> SessionsStreamReader:  # noqa: N802, as Spark calls it
        """Of what is new."""
        return SessionsStreamReader(Options.read(self.options), schema)
