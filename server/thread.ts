import { parentPort, workerData } from 'node:worker_threads'
import { isPosterTask, servePosters } from './files/posters/thread'
import { isReadingTask, serveTask } from './files/reading/thread'
import { isPictureTask, servePictures } from './public/picture-thread'
import { isReportTask, serveReport } from './report/write'
import { serveReading } from './recording/import-thread'

/** What threads of their own run, built apart from the program: reading a file takes a tenth of it, and is ready so much sooner. */
if (parentPort) {
  if (isReadingTask(workerData)) serveTask(parentPort, workerData)
  else if (isReportTask(workerData)) serveReport(parentPort, workerData)
  else if (isPosterTask(workerData)) servePosters(parentPort, workerData)
  else if (isPictureTask(workerData)) servePictures(parentPort)
  else serveReading(parentPort, workerData)
}
